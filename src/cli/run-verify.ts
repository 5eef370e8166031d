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
  return result.holds ? EXIT.none : EXIT.findings;
}

function verificationLines(session: string, result: Verification): readonly string[] {
  const of = (state: EvidenceCheck['state']): number => result.evidence.filter((one) => one.state === state).length;
  return [
    `session ${session}: ${result.facts} facts, chain ${result.chainHead}`,
    ...result.damage.map((one) => `damaged at line ${one.line}: ${damageText(one)}`),
    headLine(result.headMatches),
    ...result.evidence.filter(({ state }) => state === 'changed').map(({ id, file, lineNumber, why, restsOn }) =>
      `${id} ${file}:${lineNumber} has changed: ${why}; ${restsOn.join(' ')} rest on it`),
    `evidence: ${of('holds')} hold, ${of('changed')} changed, ${of('gone')} not reproducible (source gone)`,
    result.holds ? 'it holds' : 'IT DOES NOT HOLD',
  ];
}

const headLine = (matches: boolean | null): string =>
  matches === null ? 'the head was not given: a journal rewritten whole would pass (--head, printed by the run)'
    : matches ? 'the head is the one given' : 'the head is NOT the one given: the journal was rewritten or has grown';

function damageText(damage: Verification['damage'][number]): string {
  switch (damage.kind) {
    case 'torn-tail': return `the last ${damage.bytes} bytes were cut off by a crash; nothing acknowledged is in them`;
    case 'broken-chain': return `the chain breaks: expected ${damage.expected.slice(0, 12)}, found ${damage.found.slice(0, 12)}`;
    case 'unreadable-entry': return damage.why;
    case 'unknown-fact': return `fact ${damage.fact} of version ${damage.version} is from a newer soc`;
    default: return damage satisfies never;
  }
}
