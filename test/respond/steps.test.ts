import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CONTEXT } from '../../src/domain/no-context.ts';
import type { ResponseStep } from '../../src/domain/incident.ts';
import { commandLine, isPlainAccount } from '../../src/respond/command-text.ts';
import { buildSteps } from '../../src/respond/steps.ts';
import type { StepInput } from '../../src/respond/step-draft.ts';
import { at, finding, GUESSED } from '../support/case-file.ts';

const BASE: StepInput = { incident: GUESSED.incident, findings: GUESSED.findings.slice(0, 4), exposure: null, context: NO_CONTEXT, thisHost: 'ws2' };
const plan = (more: Partial<StepInput> = {}): readonly ResponseStep[] => buildSteps({ ...BASE, ...more });
const commands = (steps: readonly ResponseStep[]): readonly string[] => steps.flatMap(({ command }) => command?.split('\n') ?? []);
const login = (user: string, source = '203.0.113.9') => finding('F1', ['E3'], {
  category: 'suspicious-login', progress: 'access', users: [user], sources: [source], first: at('07:41:10'), last: at('07:41:10'),
});

describe('the steps of a response', () => {
  it('come cheapest sufficient first: evidence, credential, sessions, review, and the address last', () => {
    const steps = plan();
    expect(steps.map(({ order }) => order)).toEqual(steps.map((_step, index) => index + 1));
    expect(steps.map(({ command }) => command?.split(/[ \n]/)[0])).toEqual(['ss', 'usermod', 'usermod', 'pkill', 'id', 'find', 'ip']);
    expect(steps[0]?.why).toContain('You are on ws2: run this on web7.');
    expect(steps.every(({ host, evidence }) => host === 'web7' && evidence.length > 0)).toBe(true);
  });

  it('lock keys with the password, and say how to undo it', () => {
    const lock = plan().find(({ what }) => what.startsWith('Lock deploy'));
    expect([lock?.command, lock?.undo]).toEqual(['usermod -L -e 1 deploy', "usermod -U -e '' deploy"]);
  });

  it('name only accounts that got in or were made, never those that were guessed at', () => {
    expect(commands(plan()).filter((command) => /\broot\b/.test(command) && !command.startsWith('find'))).toEqual([]);
  });

  it('end nothing by name of an account that may share its number with root', () => {
    expect(commands(plan()).filter((command) => command.startsWith('pkill'))).toEqual(['pkill -KILL -u deploy']);
  });

  it('neither lock root nor end its processes', () => {
    const root = commands(plan({ findings: [login('root')] }));
    expect(root).toContain('passwd root');
    expect(root.filter((command) => /^(?:usermod|pkill)/.test(command))).toEqual([]);
  });

  it.each([
    ['a private address', '10.1.2.3', {}], ['a mapped private address', '::ffff:10.1.2.3', {}], ['loopback', '127.0.0.1', {}],
    ['carrier NAT', '100.64.3.3', {}], ['link-local', 'fe80::1', {}], ['multicast', '224.0.0.1', {}], ['a name', 'evil.example', {}],
    ['an octal spelling', '0300.0250.0.1', {}], ['the never-touch list', '203.0.113.9', { neverTouch: ['203.0.113.0/24'] }],
    ['a proxy', '203.0.113.9', { proxies: [{ name: 'edge', places: ['203.0.113.9'], why: '' }] }],
    ['an egress', '203.0.113.9', { egress: [{ name: 'office', places: ['203.0.113.8/29'], why: '' }] }],
    ['a jump host', '203.0.113.9', { jumpHosts: [{ name: 'jump', places: ['203.0.113.9'], why: '' }] }],
  ])('do not block %s, and say why', (_name, source, context) => {
    const steps = plan({ findings: [login('deploy', source)], context: { ...NO_CONTEXT, ...context } });
    expect(commands(steps).filter((command) => command.startsWith('ip '))).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ command: null, what: expect.stringMatching(/^Do not block/) as unknown });
  });

  it('print an address in our own spelling', () => {
    expect(commands(plan({ findings: [login('deploy', '2001:DB8:0:0::9')] })).at(-1)).toBe('ip -6 route add blackhole 2001:db8::9');
  });

  it('say of a job that runs as the account that it stops', () => {
    const context = { ...NO_CONTEXT, automation: [{ name: 'nightly backup', users: ['deploy'], places: [] }] };
    expect(plan({ context }).find(({ what }) => what.startsWith('Lock deploy'))?.why).toContain('nightly backup');
  });

  it.each(['-rf', '$(reboot)', 'a b', "x';rm -rf /;'", '../root', 'a..b', '', 'ünder', 'a\nb', '`id`', 'x|y', 'a'.repeat(33), '0day', '--help', 'root\u0000'])(
    'build no command from the name %j', (name) => {
      const steps = plan({ findings: [login(name)] });
      expect(commands(steps).filter((command) => /^(?:usermod|pkill|passwd)/.test(command))).toEqual([]);
      expect(steps.filter(({ what }) => what.includes('by hand')).every(({ command, undo, why }) => command === null && undo === null && why.length > 0)).toBe(true);
    });

  it('hold in every command nothing but plain words, whatever names and addresses say', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (user, source) => {
      for (const command of commands(plan({ findings: [login(user, source), finding('F2', ['E5'], { category: 'account-change', progress: 'action', targets: [user], first: 1 })] }))) {
        expect(command).toMatch(/^[A-Za-z0-9_@%+=:,./ '-]+$/);
      }
    }), { numRuns: 300 });
  });

  it('quote an argument so that a shell reads it back as one', () => {
    expect(commandLine(['a', 'b c', "it's", '', '$x'])).toBe(`a 'b c' 'it'\\''s' '' '$x'`);
    expect(() => commandLine(['a\u001b[2J'])).toThrow('control character');
    expect(['deploy', 'web_1', 'Admin.x', '_apt'].every(isPlainAccount)).toBe(true);
  });
});
