import { describe, expect, it } from 'vitest';
import { findHomes } from '../../src/adapters/homes.ts';
import { sessionNumber } from '../support/fake-ids.ts';

const passwd = [
  'root:x:0:0:root:/root:/bin/bash', '# a comment', 'ana:x:1000:1001:Ana,,,:/home/ana:/bin/bash', 'bare:x:1002:1002::relative:/bin/sh', '',
].join('\n');
const plain = { env: {}, uid: 1000, homeFolder: '/home/ana', workingFolder: '/srv/here', passwd };
const one = sessionNumber(1);

describe('home', () => {
  it('is the XDG folders of who runs it', () => {
    const homes = findHomes(plain);
    expect({ ...homes, session: homes.session(one) }).toEqual({
      context: '/home/ana/.config/soc/context.yaml',
      knowledge: '/home/ana/.local/share/soc/knowledge.json',
      baselines: '/home/ana/.local/share/soc/baselines',
      feeds: '/home/ana/.local/share/soc/feeds',
      geo: '/home/ana/.config/soc/geo.mmdb',
      desk: '/home/ana/.local/share/soc/desk.jsonl',
      sessions: '/home/ana/.local/share/soc/sessions',
      session: {
        folder: `/home/ana/.local/share/soc/sessions/${one}`,
        journal: `/home/ana/.local/share/soc/sessions/${one}/journal.jsonl`,
        running: `/home/ana/.local/share/soc/sessions/${one}/running.lock`,
        reports: `/home/ana/.local/share/soc/sessions/${one}/reports`,
        sources: `/home/ana/.local/share/soc/sessions/${one}/sources`,
      },
      owner: null,
    });
  });

  it.each([
    ['follows the XDG variables', { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/etc/ana' }, '/etc/ana/soc/context.yaml', '/data/soc/desk.jsonl'],
    ['ignores relative XDG variables', { XDG_DATA_HOME: 'data', XDG_CONFIG_HOME: '' }, '/home/ana/.config/soc/context.yaml', '/home/ana/.local/share/soc/desk.jsonl'],
    ['is $SOC_HOME as a whole where that is set', { SOC_HOME: '/srv/soc', XDG_DATA_HOME: '/data' }, '/srv/soc/context.yaml', '/srv/soc/desk.jsonl'],
    ['takes a relative $SOC_HOME from the working folder', { SOC_HOME: './x' }, '/srv/here/x/context.yaml', '/srv/here/x/desk.jsonl'],
    ['ignores an empty $SOC_HOME', { SOC_HOME: '' }, '/home/ana/.config/soc/context.yaml', '/home/ana/.local/share/soc/desk.jsonl'],
  ])('%s', (_name, env, context, desk) => {
    expect(findHomes({ ...plain, env })).toMatchObject({ context, desk, owner: null });
  });

  it('under sudo is that of the calling user, to whom all that is made belongs', () => {
    const root = { ...plain, uid: 0, homeFolder: '/root' };
    expect(findHomes({ ...root, env: { SUDO_UID: '1000', SUDO_USER: 'ana', HOME: '/root' } })).toMatchObject({
      desk: '/home/ana/.local/share/soc/desk.jsonl', owner: { uid: 1000, gid: 1001 },
    });
    expect(findHomes({ ...root, env: { SUDO_UID: '1000', SOC_HOME: '/srv/soc' } })).toMatchObject({
      desk: '/srv/soc/desk.jsonl', owner: { uid: 1000, gid: 1001 },
    });
  });

  it.each([
    ['root itself', 0, {}],
    ['sudo by root', 0, { SUDO_UID: '0' }],
    ['a user who is not listed', 0, { SUDO_UID: '4242' }],
    ['an entry without a home', 0, { SUDO_UID: '1002' }],
    ['a value that is no number', 0, { SUDO_UID: '1000:x' }],
    ['somebody who only says so', 1500, { SUDO_UID: '1000' }],
  ])('does not change owner for %s', (_name, uid, env) => {
    expect(findHomes({ ...plain, uid, homeFolder: '/own', env })).toMatchObject({ desk: '/own/.local/share/soc/desk.jsonl', owner: null });
  });
});
