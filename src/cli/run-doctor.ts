import { safe } from '../domain/safe-text.ts';
import { checkup } from '../session/desk/doctor.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';

/** Ends with 1 where something is broken; what could be better is no failure. */
export async function runDoctor(host: CliHost): Promise<number> {
  const checks = await checkup(await host.house());
  await host.terminal.out(checks.map(({ name, state, says }) =>
    `${state.padEnd(5)} ${name.padEnd(12)} ${safe(says)}\n`).join(''));
  return checks.some(({ state }) => state === 'bad') ? EXIT.findings : EXIT.none;
}
