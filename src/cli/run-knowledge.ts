import { jsonText } from '../domain/json-text.ts';
import { openMasker } from '../domain/masker.ts';
import { safe } from '../domain/safe-text.ts';
import { rebuildKnowledge } from '../session/desk/knowledge.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { counted } from '../domain/times.ts';

export async function runKnowledge(host: CliHost, asJson: boolean): Promise<number> {
  const house = await host.house();
  const known = await house.knowledge.read();
  const { schema, revision } = known;
  const counts = Object.entries(known).flatMap(([name, list]) =>
    (Array.isArray(list) ? [`${name.padEnd(14)} ${list.length}\n`] : []));
  await host.terminal.out(asJson ? `${jsonText(openMasker().deep(known), 2)}\n`
    : `${safe(house.places.knowledge)}\nschema ${schema}, revision ${revision}\n${counts.join('')}`);
  return EXIT.none;
}

export async function runRebuild(host: CliHost): Promise<number> {
  const { sessions, damaged, knowledge } = await rebuildKnowledge(await host.house());
  await host.terminal.out(`rebuilt from ${counted(sessions, 'session')}: ${counted(knowledge.incidents.length, 'incident')}, ${counted(knowledge.findings.length, 'finding')}\n`);
  for (const id of damaged) await host.terminal.out(`${id} is damaged; what reads back of it is in (soc verify ${id})\n`);
  return EXIT.none;
}
