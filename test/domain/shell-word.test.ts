import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellWord } from '../../src/domain/shell-word.ts';

it.each(['/tmp/a;id>x.log', "it's", '~root/x', '$(id)', 'a b', '', '`id`', '-', '--no-save', '/var/log/auth.log', 'x\\y', '*'])(
  'a shell reads %j back as one word', (word) => {
    expect(execFileSync('/bin/sh', ['-c', `printf '<%s>' ${shellWord(word)}`]).toString()).toBe(`<${word}>`);
  });
