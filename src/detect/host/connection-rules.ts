import type { NetworkEvent } from '../../domain/event.ts';
import { isServiceAccount } from '../account-names.ts';
import { SHELLS } from '../shell-words.ts';
import { isPrivate } from '../subnet.ts';
import type { Act } from './act-story.ts';

/** Programs that reach out for whoever runs them. */
const REACHERS = new Set(['nc', 'ncat', 'netcat', 'socat', 'curl', 'wget', 'python', 'python3', 'perl', 'ruby', 'telnet', 'ssh', 'scp']);
const SHELL_CONNECTS: Act = {
  family: 'reverse-shell', category: 'execution', severity: 'critical', attack: { tactic: 'execution', technique: 'T1059.004' },
  did: 'ran a shell that opened a connection itself', benign: 'A script that tests the network path by /dev/tcp.',
};
const SERVICE_CONNECTS: Act = {
  family: 'service-connects', category: 'command-and-control', severity: 'medium', attack: { tactic: 'command-and-control', technique: 'T1105' },
  did: 'reached another machine with a program of its own', benign: 'An application that fetches something through this program.',
};

/** A connection out, as the audit trail of a host tells it. */
export function connectionAct({ direction, program, user, target }: NetworkEvent): Act | null {
  if (direction !== 'outbound' || program === null || target === null || target.startsWith('127.') || target === '::1') return null;
  if (SHELLS.has(program)) return SHELL_CONNECTS;
  return user !== null && isServiceAccount(user) && REACHERS.has(program) && !isPrivate(target) ? SERVICE_CONNECTS : null;
}
