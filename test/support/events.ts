import type { AuthEvent, PrivilegeEvent } from '../../src/domain/event.ts';

/** 3 March 2026, 04:00 UTC. */
const START = Date.UTC(2026, 2, 3, 4);

let line = 0;
const base = (second: number) => {
  line += 1;
  return {
    log: 0, line, offset: line * 100, time: START + second * 1_000, format: 'test', host: 'web1', program: null, pid: null,
    target: null, count: 1, suspicious: false, inferred: false, forged: null, outcome: 'failure',
  } as const;
};

/** A failed login by password `second` seconds after the start, unless told otherwise. */
export const login = (second: number, parts: Partial<AuthEvent> = {}): AuthEvent => ({
  ...base(second), kind: 'auth', action: 'login', service: 'ssh', method: 'password', port: '4022', unknownUser: false,
  key: null, primary: true, user: 'deploy', source: '203.0.113.9', ...parts,
});

/** A command run by sudo as root. */
export const sudo = (second: number, command: string, parts: Partial<PrivilegeEvent> = {}): PrivilegeEvent => ({
  ...base(second), kind: 'privilege', action: 'run', outcome: 'success', source: null, user: 'deploy', asUser: 'root',
  command, tty: null, ...parts,
});
