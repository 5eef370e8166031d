import type { Readable } from 'node:stream';
import type { LogInfo, Unreadable } from '../domain/log.ts';
import type { RecordForm } from '../domain/login-record.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { LogSource } from '../ports/log-source.ts';
import type { Bytes, Pass } from './byte-pass.ts';
import { countedPass, headOf } from './byte-pass.ts';
import { EDGE, endKeeper, linesOf, quietPass } from './file-source.ts';
import { unpacked } from './gzip-bytes.ts';
import type { Incoming } from './incoming.ts';
import { openIncoming } from './incoming.ts';
import type { LogLimits } from './log-limits.ts';
import { sizeInWords } from './log-limits.ts';
import type { Owner } from './private-disk.ts';
import { sniff } from './sniff.ts';
import type { Spool } from './stdin-spool.ts';
import { openSpool } from './stdin-spool.ts';
import type { Packing } from './unpack.ts';
import { unpackAs } from './unpack.ts';

export interface StdinSettings {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly spoolPath: string;
  readonly owner: Owner | null;
  readonly limits: LogLimits;
}

/** Standard input as a log: read once as it comes, then again from its spool. */
export interface StdinLog {
  readonly source: LogSource;
  readonly spool: Spool;
}

export async function openStdin(
  settings: StdinSettings, id: LogInfo['id'], signal: AbortSignal,
): Promise<Result<StdinLog, Unreadable>> {
  if (settings.stdin.isTTY === true) {
    return refuse('is a terminal: pipe a log into it', 'journalctl -o json | soc triage -');
  }
  const incoming = openIncoming(settings.stdin);
  const start = await incoming.start(signal);
  const outside = sniff(start, null, '-');
  const compression = outside.kind === 'packed' ? outside.how : 'none';
  const sniffed = compression === 'none' ? outside : sniff(await unpackedStart(start, compression, settings.limits), null, '-');
  if (sniffed.kind === 'other') {
    incoming.close();
    return refuse(`is ${sniffed.why}`, sniffed.remedy);
  }
  const info: LogInfo = { id, name: 'stdin', path: null, kind: 'stdin', compression, size: null, modified: null };
  const spool = openSpool(settings.spoolPath, settings.limits, settings.owner);
  return ok({ source: stdinSource(incoming, info, {
    spool, limits: settings.limits, records: sniffed.kind === 'records' ? sniffed.form : null,
  }), spool });
}

const refuse = (why: string, remedy: string | null): Result<never, Unreadable> =>
  fail({ path: '-', why: `standard input ${why}`, remedy });

const unpackedStart = (start: Buffer, packing: Packing, limits: LogLimits): Promise<Buffer> =>
  headOf(unpackAs(packing, limits)((async function* () { yield start; })(), quietPass()), EDGE);

interface Parts {
  readonly spool: Spool;
  readonly limits: LogLimits;
  readonly records: RecordForm | null;
}

function stdinSource(incoming: Incoming, info: LogInfo, { spool, limits, records }: Parts): LogSource {
  const keeper = endKeeper(info.name);
  let begun = false;
  const again = (pass: Pass): Bytes => unpacked(spool.bytes(pass), limits, pass);
  const first = (pass: Pass): Bytes => {
    begun = true;
    const raw = incoming.rest(pass);
    const { compression } = info;
    return spooled(compression === 'none' ? bounded(raw, limits, pass) : unpackAs(compression, limits)(raw, pass), spool, pass);
  };
  return {
    info,
    records,
    chunks: (signal) => countedPass((pass) => (begun ? again(pass) : first(pass)), signal, keeper.keep),
    end: keeper.end,
    edges: async () => {
      const start = await incoming.start(quietPass().signal);
      const { compression } = info;
      return { head: compression === 'none' ? start.subarray(0, EDGE) : await unpackedStart(start, compression, limits), tail: null };
    },
    lines: linesOf(() => again(quietPass()), records),
    close: () => {
      incoming.close();
      return spool.close();
    },
  };
}

async function* spooled(bytes: Bytes, spool: Spool, pass: Pass): Bytes {
  try {
    for await (const chunk of bytes) {
      await spool.write(chunk);
      yield chunk;
    }
  } finally {
    await spool.finish();
  }
  const trouble = spool.trouble();
  if (trouble !== null) pass.tell(trouble);
}

async function* bounded(bytes: Bytes, { plainBytes }: LogLimits, pass: Pass): Bytes {
  let left = plainBytes;
  for await (const chunk of bytes) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left < 0) return pass.tell(`is longer than ${sizeInWords(plainBytes)}: the rest is not read`);
  }
}
