import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';

const soc = installSoc();
const home = folderForAll();

/** What bash's own machinery offers for a line, by the script's function. */
const offered = async (words: readonly string[]): Promise<readonly string[]> => {
  const line = `source <(node "$SOC" completion bash); COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; `
    + 'spec=$(complete -p soc); fn=${spec#*-F }; fn=${fn%% *}; $fn; printf "%s\\n" "${COMPREPLY[@]}"';
  return (await soc.shell(line, { home, cwd: home })).out.trimEnd().split('\n');
};

describe('completion for bash', () => {
  it('is a script bash accepts', async () => {
    const { code, err } = await soc.shell('node "$SOC" completion bash | bash -n', { home });
    expect([code, err]).toEqual([0, '']);
  });

  it.each([
    ['a command', ['soc', 'tr'], ['triage']],
    ['an option', ['soc', 'triage', '--fail'], ['--fail-on']],
    ['a word of a group', ['soc', 'incidents', 'sup'], ['suppress', 'suppressions']],
    ['an option behind an argument', ['soc', 'replay', 'last', '--ver'], ['--verify']],
    ['an option of a word of a group', ['soc', 'incidents', 'close', '--ver'], ['--verdict']],
  ])('completes %s', async (_what, words, expected) => {
    expect(await offered(words)).toEqual(expected);
  });

  it('offers every command there is', async () => {
    expect(await offered(['soc', ''])).toEqual(expect.arrayContaining(COMMANDS.map(({ name }) => name)));
  });
});

it.each(['zsh', 'fish'])('the script for %s is accepted by its shell, where there is one', async (shell) => {
  const { out, code } = await soc.shell(`command -v ${shell} >/dev/null || { echo none; exit 0; }; node "$SOC" completion ${shell} | ${shell} -n`, { home });
  expect([code, ['', 'none\n'].includes(out)]).toEqual([0, true]);
});

describe('the list of commands', () => {
  it('registers each under its name', () => {
    const program = new Command();
    const never = (): never => { throw new Error('a definition must not run'); };
    const host = {
      terminal: { out: never, err: never, gone: () => false, columns: 80, rows: 24, outIsTty: false, errIsTty: false, colour: false },
      signal: new AbortController().signal, startedAt: 0, house: never, exit: never,
    };
    for (const command of COMMANDS) command.define(program, host);
    expect(program.commands.map((command) => command.name())).toEqual(COMMANDS.map(({ name }) => name));
    expect(program.commands.filter((command) => command.description() === '').map((command) => command.name())).toEqual([]);
  });
});
