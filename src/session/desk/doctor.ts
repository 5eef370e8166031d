import type { MachineReport } from '../../ports/machine.ts';
import type { House } from '../house.ts';
import { retentionNotices } from '../../domain/retention.ts';

export interface Checkup {
  readonly name: string;
  readonly state: 'ok' | 'note' | 'bad';
  readonly says: string;
}

/** What works here and what would make it work better: nothing is changed. */
export async function checkup(house: House): Promise<readonly Checkup[]> {
  const machine = await house.machine();
  return [
    { name: 'node', state: 'ok', says: machine.node },
    { name: 'home', state: 'ok', says: house.places.home },
    ...(machine.root
      ? [{ name: 'user', state: 'note' as const, says: 'running as root; reading logs needs only the group adm' }] : []),
    ...await storeChecks(house),
    ...logChecks(machine),
    ...machine.programs.map((program): Checkup => ({
      name: program.name, state: 'note', says: `${program.found ? 'found' : 'not found'}; used for ${program.for}`,
    })),
    { name: 'brain', state: 'ok', says: `${house.brain().name}; needs no key` },
  ];
}

async function storeChecks(house: House): Promise<readonly Checkup[]> {
  const knowledge = await house.knowledge.read();
  const notice = house.knowledge.notice();
  const ids = await house.journals.list();
  const sizes: number[] = [];
  const damaged: string[] = [];
  for (const id of ids) {
    sizes.push(await house.journals.size(id));
    const journal = await house.journals.open(id);
    if ((await journal.read()).damage.length > 0) damaged.push(id);
    await journal.close();
  }
  const bytes = sizes.reduce((sum, one) => sum + one, 0);
  return [
    { name: 'knowledge', state: notice ? 'bad' : 'ok',
      says: notice ?? `revision ${knowledge.revision}, ${knowledge.incidents.length} incidents` },
    { name: 'sessions', state: 'ok', says: `${ids.length} kept, ${Math.ceil(bytes / 1024)} KiB` },
    ...retentionNotices(sizes).map((says): Checkup => ({ name: 'sessions', state: 'note', says })),
    ...damaged.map((id): Checkup => ({ name: 'journal', state: 'bad', says: `${id} is damaged: soc verify ${id}` })),
  ];
}

const logChecks = ({ logs }: MachineReport): readonly Checkup[] => logs.map(({ path, readable, why }) =>
  ({ name: 'log', state: readable ? 'ok' : 'note', says: readable ? path : `${path}: ${why}` }));
