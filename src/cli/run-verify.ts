import { jsonText } from '../domain/json-text.ts';
import { openMasker } from '../domain/masker.ts';
import { safe } from '../domain/safe-text.ts';
import type { EvidenceCheck, Verification } from '../session/desk/verify.ts';
import { verify } from '../session/desk/verify.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { storedSession } from './stored.ts';
import { UsageError } from './usage.ts';

export async function runVerify(
  host: CliHost, asked: string, flags: { readonly head?: string; readonly json?: true },
): Promise<number> {
  if (flags.head !== undefined && !/^[0-9a-f]{8,64}$/.test(flags.head)) {
    throw new UsageError('--head: at least 8 hexadecimal digits of the head printed by the run');
  }
  const house = await host.house();
  const stored = await storedSession(house, asked);
  const result = openMasker().deep(await verify(house, stored, flags.head ?? null));
  await host.terminal.out(flags.json ? `${jsonText({ session: stored.id, ...result }, 2)}\n`
    : verificationLines(stored.id, result).map((line) => `${safe(line)}\n`).join(''));
  return CODES[result.result];
}

const CODES: Readonly<Record<Verification['result'], number>> = {
  holds: EXIT.none, broken: EXIT.findings, 'cannot-check': EXIT.notAssessed,
};

function verificationLines(session: string, result: Verification): readonly string[] {
  const of = (state: EvidenceCheck['state']): number => result.evidence.filter((one) => one.state === state).length;
  return [
    `session ${session}: ${result.facts} facts, chain ${result.chainHead}`,
    ...result.damage.map((one) => `damaged at line ${one.line}: ${damageText(one)}${factText(result, one)}`),
    headLine(result.headPlace),
    ...result.evidence.filter(({ state }) => state === 'changed').map(({ id, file, lineNumber, why, restsOn }) =>
      `${id} ${file}:${lineNumber} has changed: ${why}; ${restsOn.length === 0 ? 'nothing rests' : `${restsOn.join(' ')} rest`} on it`),
    `evidence: ${of('holds')} hold, ${of('changed')} changed, ${of('gone')} not reproducible (source gone)`
      + (result.notChecked === 0 ? '' : `, ${result.notChecked} not checked (answers of searches, files of the host)`),
    lastLine(result.result, of('gone')),
  ];
}

function lastLine(result: Verification['result'], gone: number): string {
  if (result === 'broken') return 'IT DOES NOT HOLD';
  return result === 'holds' ? 'it holds' : `the chain holds; ${gone} cited lines cannot be checked any more`;
}

function headLine(place: Verification['headPlace']): string {
  switch (place) {
    case null: return 'the head was not given: a journal rewritten whole would pass (--head, printed by the run)';
    case 'last': return 'the head is the one given';
    case 'earlier': return 'the head given stands earlier: all up to there is as it was, and the journal has grown since';
    case 'missing': return 'the head given is NOT in the journal: it was cut or rewritten';
    default: return place satisfies never;
  }
}

/** Which fact stands there, and what cannot be believed because of it. */
function factText({ damaged }: Verification, damage: Verification['damage'][number]): string {
  const found = damaged.find((one) => one.damage === damage || one.damage.line === damage.line);
  if (!found) return '';
  const fact = found.fact === null ? '' : `; the fact there is ${found.fact}`;
  return found.restsOn.length === 0 ? fact : `${fact}; ${found.restsOn.join(' ')} ${found.restsOn.length === 1 ? 'rests' : 'rest'} on it`;
}

function damageText(damage: Verification['damage'][number]): string {
  switch (damage.kind) {
    case 'torn-tail': return `the last ${damage.bytes} bytes are half a batch, as a crash leaves one, and count for nothing; bytes cut away after that `
      + 'show only against the head';
    case 'broken-chain': return `the chain breaks: expected ${damage.expected.slice(0, 12)}, found ${damage.found.slice(0, 12)}`;
    case 'unreadable-entry': return damage.why;
    case 'unknown-fact': return `fact ${damage.fact} of version ${damage.version} is from a newer soc`;
    default: return damage satisfies never;
  }
}
