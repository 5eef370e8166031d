import type { Command } from 'commander';

interface Words {
  readonly path: readonly string[];
  readonly words: readonly string[];
}

/** Every command path with the words that may follow it: read off the program itself, so it never lags behind. */
function wordsOf(command: Command, path: readonly string[] = []): readonly Words[] {
  const options = command.options.flatMap(({ long }) => (long === undefined ? [] : [long]));
  const own = { path, words: [...command.commands.map((child) => child.name()), ...options] };
  return [own, ...command.commands.flatMap((child) => wordsOf(child, [...path, child.name()]))];
}

/** A script that completes commands and options, and files elsewhere. */
export function completionScript(program: Command, shell: 'bash' | 'zsh' | 'fish'): string {
  const all = wordsOf(program);
  return shell === 'fish' ? fish(all) : shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${bash(all)}` : bash(all);
}

function bash(all: readonly Words[]): string {
  const commands = all.flatMap(({ path }) => (path.length === 0 ? [] : [`'${path.join(' ')}'`]));
  const cases = all.map(({ path, words }) => `    '${path.join(' ')}') words='${words.join(' ')}' ;;`);
  return [
    '_soc() {',
    '  local cur="${COMP_WORDS[COMP_CWORD]}" path="" word words=""',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    // What follows the first word that is no command is its argument.
    '    case "$word" in -*) continue ;; esac',
    `    case "\${path:+$path }$word" in ${commands.join('|')}) path="\${path:+$path }$word" ;; *) break ;; esac`,
    '  done',
    '  case "$path" in',
    ...cases,
    '  esac',
    '  COMPREPLY=( $(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur") )',
    '}',
    'complete -o filenames -F _soc soc',
    '',
  ].join('\n');
}

function fish(all: readonly Words[]): string {
  const lines = all.flatMap(({ path, words }) => {
    const seen = path.length === 0 ? '__fish_use_subcommand' : path.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    return words.map((word) => (word.startsWith('--')
      ? `complete -c soc -n '${seen}' -l ${word.slice(2)}` : `complete -c soc -n '${seen}' -a ${word}`));
  });
  return `${lines.join('\n')}\n`;
}
