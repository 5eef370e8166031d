import { sayPam } from '../daemon/pam-events.ts';
import { isPam, readPam, readPamText } from '../pam-message.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'pam';

/** PAM records under the tag of a program that has no parser of its own: login, gdm, vsftpd, dovecot's auth … */
export const pam: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => record.program !== null && (isPam(record.text, record.body) || isTagged(record.program)),
  taint: ['user', 'source'],
  open: () => ({ feed: readRecord }),
};

/** `pop(pam_unix)[4920]: …`, as Linux-PAM wrote before 1.0. */
const isTagged = (program: string): boolean => program.endsWith(')') && program.includes('(pam_');

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const { text, body, program } = record;
  const end = trimmedEnd(text);
  const tagged = program !== null && isTagged(program);
  const message = tagged
    ? readPamText(text, body, end, program.slice(0, program.indexOf('('))) : readPam(text, body, end);
  if (!message) return { unparsed: 'a PAM record in words that are not known' };
  return sayPam(record, FORMAT, { ...message, service: message.service ?? plainTag(program) }, emit);
}

const trimmedEnd = (text: string): number => text.trimEnd().length;
const plainTag = (program: string | null): string | null =>
  program === null ? null : program.replace(/\(.*$/, '').replace(/\]$/, '');
