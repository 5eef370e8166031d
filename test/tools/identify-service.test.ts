import { describe, expect, it } from 'vitest';
import type { Exposure } from '../../src/domain/exposure.ts';
import { dpkg } from '../../src/scan/inventory/dpkg.ts';
import { agree } from '../../src/scan/services.ts';
import { identifyService } from '../../src/tools/identify-service.ts';
import { EMPTY_STATE } from '../../src/domain/session-state.ts';
import { at, finding, GUESSED, line } from '../support/case-file.ts';
import { runTool } from '../support/run-tool.ts';
import { fakeTrades, memorySession } from '../support/memory-session.ts';
import { runTeam } from '../support/run-team.ts';
import { by, call, scriptedBrain, stop } from '../support/scripted-brain.ts';

const STATUS = `Package: openssh-server
Status: install ok installed
Priority: optional
Source: openssh
Version: 1:9.2p1-2+deb12u3
Description: a server
 Version: 6.6 is what an older text says
 .

Package: nginx
Status: deinstall ok config-files
Version: 1.22.1-9

Package: apache2
Status: install ok half-configured
Version: 2.4.57-2

Package: lighttpd
Status: hold ok installed
Version: 1.4.69-1
`;
const BANNER = 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n';
const DATABASE = { '/var/lib/dpkg/status': STATUS };

async function identify(args: object, world: Parameters<typeof fakeTrades>[0]): Promise<{ exposure: Exposure; evidence: string[] }> {
  const agent = { name: 'vm', mark: '●', charter: '', areas: ['inventory'] } as const;
  const brain = scriptedBrain(by('vm', [call('identify_service', args), stop('tools')], [stop('done')]));
  const session = memorySession([{ type: 'verdict.given', verdict: { verdict: 'nothing-found', severity: null, gotIn: 'no-sign', headline: '', reasons: [] } }]);
  await runTeam({ agents: [agent], brain, tools: [identifyService], lent: { logs: [], trades: fakeTrades(world) } }, session);
  const [exposure] = session.state().exposures;
  if (exposure === undefined) throw new Error(JSON.stringify(session.facts));
  return { exposure, evidence: [...session.state().evidence.values()].map((one) => (one.kind === 'file' ? `${one.path}: ${one.excerpt}` : one.kind)) };
}

describe('identify_service', () => {
  it('names package and version from the database and the service itself, with both as evidence', async () => {
    const { exposure, evidence } = await identify({ service: 'ssh', host: 'web7', incident: 'I1' }, {
      host: 'web7.example.org', files: DATABASE, banners: { 22: BANNER },
    });
    expect(exposure).toEqual({
      id: 'X1', incident: 'I1', host: 'web7', service: 'ssh', evidence: ['E1', 'E2'],
      assessed: { state: 'yes', package: 'openssh-server', version: '1:9.2p1-2+deb12u3', readFrom: ['dpkg', 'banner'] },
    });
    expect(evidence).toEqual([
      '/var/lib/dpkg/status: Package: openssh-server\nStatus: install ok installed\nSource: openssh\nVersion: 1:9.2p1-2+deb12u3',
      `banner of tcp://127.0.0.1:22: ${BANNER}`,
    ]);
  });

  const NO: readonly (readonly [string, object, Parameters<typeof fakeTrades>[0], RegExp])[] = [
    ['another host', { service: 'ssh', host: 'web7' }, { host: 'ws2', files: DATABASE }, /^the log is of web7, this is ws2$/],
    ['a host of another domain', { service: 'ssh', host: 'web7.a.example' }, { host: 'web7.b.example', files: DATABASE }, /^the log is of web7/],
    ['a host without a name', { service: 'ssh', host: '' }, { host: 'ws2' }, /do not name the host/],
    ['localhost, which is everywhere', { service: 'ssh', host: 'localhost' }, { host: 'localhost', files: DATABASE }, /do not name the host/],
    ['a service nobody knows', { service: 'gopher', host: 'ws2' }, { host: 'ws2', files: DATABASE }, /no package is known for gopher/],
    ['a property of every object', { service: 'constructor', host: 'ws2' }, { host: 'ws2' }, /no package is known/],
    ['a service that is not there', { service: 'smtp', host: 'ws2' }, { host: 'ws2', files: DATABASE }, /nothing answers on port 25/],
    ['no database and no answer', { service: 'ssh', host: 'ws2' }, { host: 'ws2' }, /nothing answers on port 22/],
  ];
  it.each(NO)('does not guess for %s', async (_name, args, world, why) => {
    const { exposure } = await identify(args, world);
    expect(exposure.assessed).toEqual({ state: 'no', why: expect.stringMatching(why) as unknown });
  });

  it('takes the service from the line of the entry, whatever was tried before it', async () => {
    const member = (id: string, of: string, more: object) => finding(id, [of], { hosts: ['ws2'], ...more });
    const state = {
      ...EMPTY_STATE, incidents: [{ ...GUESSED.incident, findings: ['F1', 'F2'] as never }],
      findings: [
        member('F1', 'E1', { category: 'web-scan', first: at('05:00:00') }),
        member('F2', 'E2', { category: 'suspicious-login', progress: 'access', first: at('07:41:10') }),
      ],
      evidence: new Map([
        line('E1', '05:00:00', '203.0.113.9 - - [03/Mar/2026:05:00:00 +0000] "GET /vsftpd[1]: HTTP/1.1" 404 1'),
        line('E2', '07:41:10', 'Mar  3 07:41:10 web7 sshd[901]: Accepted password for deploy from 203.0.113.9 port 4721 ssh2'),
      ].map((one) => [one.id, one])),
    };
    const { facts } = await runTool(identifyService, { host: 'elsewhere', incident: 'I1' }, state, {});
    expect(facts[0]).toMatchObject({ exposure: { service: 'ssh' } });
  });

  it('holds what a service answered to be written by whoever answered', async () => {
    const { facts } = await runTool(identifyService, { service: 'ssh', host: 'ws2' }, EMPTY_STATE, fakeTrades({ banners: { 22: BANNER } }));
    expect(facts[0]).toMatchObject({ evidence: [{ path: 'banner of tcp://127.0.0.1:22', taint: ['text'] }] });
  });

  it('tells what runs where an update was not followed by a restart', async () => {
    const { exposure } = await identify({ service: 'ssh', host: 'ws2' }, {
      host: 'ws2', files: DATABASE, banners: { 22: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u2\r\n' },
    });
    expect(exposure.assessed).toEqual({ state: 'yes', package: 'openssh-server', version: '9.2p1 Debian-2+deb12u2', readFrom: ['banner'] });
  });

  it('takes of two installed web servers the one that answers, and none where none says', async () => {
    const files = { '/var/lib/dpkg/status': ['nginx 1.22.1-9', 'apache2 2.4.57-2'].map((one) => {
      const [name = '', version = ''] = one.split(' ');
      return `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\n`;
    }).join('\n') };
    const world = { host: 'ws2', files, banners: { 80: 'HTTP/1.0 200 OK\r\nServer: Apache/2.4.57 (Debian)\r\n\r\n' } };
    expect((await identify({ service: 'web', host: 'ws2' }, world)).exposure.assessed).toMatchObject({ package: 'apache2', version: '2.4.57-2' });
    expect((await identify({ service: 'web', host: 'ws2' }, { host: 'ws2', files })).exposure.assessed).toMatchObject({ state: 'no' });
  });
});

describe('the dpkg inventory', () => {
  it('holds what is installed, held or not, and nothing that is only configured or half there', () => {
    expect(dpkg.parse(STATUS).map(({ name, version, source }) => [name, version, source])).toEqual([
      ['openssh-server', '1:9.2p1-2+deb12u3', 'openssh'], ['lighttpd', '1.4.69-1', 'lighttpd'],
    ]);
  });

  it.each(['', '\n\n\n', 'Package: x', 'Package: x\nStatus: install ok installed', '\u0000\u001b[31m', 'Version: 1\n\nStatus: install ok installed'])(
    'makes nothing of %j', (text) => { expect(dpkg.parse(text)).toEqual([]); });

  it.each([
    ['1:9.2p1-2+deb12u3', '9.2p1 Debian-2+deb12u3', true], ['1:9.2p1-2+deb12u3', '9.2p1 Debian-2+deb12u2', false],
    ['1.22.1-9', '1.22.1', true], ['1.22.1-9', '1.18.0', false], ['1.18.0+dfsg-3', '1.18.0', true],
  ])('holds %s and %s to be one: %s', (installed, running, same) => { expect(agree(installed, running)).toBe(same); });
});
