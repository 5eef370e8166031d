import type { Wording } from '../daemon/messages.ts';
import { openMessages, part } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import { timeIn } from '../generic/time.ts';
import type { Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'dovecot';
/** What precedes a message: who of dovecot's processes writes, as whom, and how loud. */
const PROCESS = /^(?:dovecot(?:\[\d{1,9}\])?: )?(?<process>[a-z0-9]{2,20}(?:-(?:login|worker|auth|urlauth|submission))?|managesieve-login)(?:\((?<inside>[^()]{0,400})\))?(?:<(?<session>[^<>]{0,64})>){0,2}(?:\[\d{1,9}\])?: (?:(?:Info|Warning|Error|Debug|Fatal|Panic): )?/;
const STAMP = /^(?:@4[0-9a-f]{23}|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\S{0,16}) /;
const OWN = new Set(['dovecot', 'imap-login', 'pop3-login', 'managesieve-login', 'submission-login', 'lmtp-login', 'auth', 'auth-worker', 'dovecot-auth', 'doveadm']);

/** The last ` rip=` is dovecot's own: a name before it may hold one. */
const RIP = String.raw`.{0,1200}, rip=(?<host>[^\s,]{1,64})(?=(?:,|$))(?!.{0,2000}, rip=)`;
const USER = String.raw`(?:user=<(?<user>.{0,400})>, )?(?:method=(?<method>[\w-]{1,30}), )?rip=(?<host>[^\s,]{1,64})(?:.{0,600}, session=<(?<session>[^<>]{0,64})>)?`;
const WHO = String.raw`(?<user>.{0,400}?),(?<host>[0-9A-Fa-f.:]{3,45})(?:,(?:master|sasl:\w{1,20}))?(?:,?<(?<session>[^<>]{0,64})>)?`;
const SAID = String.raw`(?:conn unix:[\w/.-]{1,60} \([^()]{0,60}\): )?(?:auth-worker<\d{1,9}>: )?(?:request \[\d{1,9}\]: )?`;
const DATABASE = String.raw`(?:auth: )?(?:policy|sql|pam|ldap|passwd-file|passwd|shadow|static|bsdauth|oauth2|lua|dict|checkpassword|prefetch|vpopmail|userdb|passdb|cache|login|imap|plain|cram-md5|digest-md5|scram-sha-1|scram-sha-256|apop|gssapi|otp|anonymous|external|ntlm)`;
const STRANGER = String.raw`(?:unknown user|user not found|User unknown|no such user|User not known)`;
const WRONG = String.raw`(?:[Pp]assword mismatch|invalid credentials|Credentials mismatch|pam_authenticate\(\) failed|pam_acct_mgmt\(\) failed|Login failed|authentication failed|Authentication failed|bind failed|invalid password|empty password|invalid response|requested \S{1,40} scheme|allow_nets check failed|Client sent|User is disabled|Account is disabled|Master user login attempted|wrong password|Password expired|policy)`;

const AUTH: readonly Wording[] = [
  { pattern: new RegExp(`^${SAID}${DATABASE}\\(${WHO}\\): ${STRANGER}`), says: 'helper' },
  { pattern: new RegExp(`^${SAID}${DATABASE}\\(${WHO}\\): (?:.{0,60}: )?${WRONG}`), says: 'helper' },
];

/** What the login processes say when a client leaves without a session. */
const LOGIN: readonly Wording[] = [
  { pattern: new RegExp(`^Login: user=<(?<user>.{1,400})>, method=(?<method>[\\w-]{1,30}), rip=(?<host>[^\\s,]{1,64})`), says: 'success' },
  { pattern: new RegExp(`^[A-Z][^<>]{0,400}\\(auth failed, (?<count>\\d{1,4}) attempts?(?: in \\d{1,6} secs)?\\)(?: \\(\\w{1,40}\\))?: ${USER}`), says: 'failure', sum: true },
  { pattern: new RegExp(`^[A-Z][^<>]{0,400}\\((?:tried to use (?:disabled plaintext|disallowed plaintext|unsupported|unencrypted)[\\w ]{0,40}|cleartext authentication not allowed|client sent (?:invalid|an invalid)[\\w ]{0,60}|master user[\\w ]{0,60}|proxy dest auth failed|auth process communication failure)[^<>]{0,100}?\\)(?: \\(\\w{1,40}\\))?: ${USER}`), says: 'refused' },
  { pattern: new RegExp(`^[A-Z][^<>]{0,300}\\(no auth attempts[^()]{0,40}\\)[^<>]{0,60}: ${USER}`), says: 'notice' },
  { pattern: new RegExp(`^[A-Z]${RIP}`), says: 'notice' },
  { pattern: /^(?:Login|Logged out|Disconnected|Connection closed|Aborted|Login aborted|Maximum|Connect|SSL|TLS|proxy|Effective uid|master|Timeout|Info|Error|Warning|Debug)/, says: 'quiet' },
];

const OTHERS: readonly Wording[] = [
  { pattern: /^(?:Logged out|Disconnected|Connection closed|copy|delete|expunge|save|append|sieve|stored mail|msgid|saved mail|box=|uid=|flag_change|mailbox_|Connect from|Server|in=|UID|Error|Warning|Debug|Info|SIGHUP|Dovecot|Killed|Shut|Time|master|Panic|Fatal|stats|Effective|Opened|Mailbox|conn )/i, says: 'quiet' },
];

/** Dovecot: the login processes, and the authentication workers where they are told to be loud. */
export const dovecot: Parser = {
  name: FORMAT,
  programs: ['dovecot', ...[...OWN].filter((name) => name !== 'dovecot' && name !== 'auth')],
  claims: ({ program, text }) => (program === null || program === 'auth' || program.startsWith('auth(') || program.startsWith('auth-worker(') || /^(?:imap|pop3|lmtp|managesieve)\(/.test(program))
    && claimsText(text),
  taint: ['user'],
  open: (clock) => {
    const auth = openMessages({ format: FORMAT, service: 'imap', wordings: [...LOGIN, ...AUTH, ...OTHERS] });
    return {
      feed: (record, emit) => {
        record.time ??= timeIn(record.text.slice(0, 40), clock);
        const { service, text } = messageIn(record);
        return auth({ record, text, service }, emit);
      },
    };
  },
};

/** Without dovecot's own tag the line must speak of a login process or of an authentication. */
function claimsText(text: string): boolean {
  const head = text.slice(0, 800).replace(STAMP, '');
  return /^(?:\S{1,64} )?(?:imap-login|pop3-login|managesieve-login|submission-login|auth|auth-worker|dovecot-auth|(?:imap|pop3|lmtp|managesieve)\([^()]{1,200}\)|lda\([^()]{1,200}\))(?:\([^()]{0,400}\))?(?:<[^<>]{0,64}>)*(?:\[\d{1,9}\])?: /.test(head);
}

const SERVICES: Readonly<Record<string, string>> = {
  'pop3-login': 'pop3', 'managesieve-login': 'sieve', 'submission-login': 'smtp', 'lmtp-login': 'lmtp',
};

function messageIn(record: LogRecord): { readonly service: string; readonly text: string } {
  const { program } = record;
  const framed = program !== null && OWN.has(program);
  const whole = framed ? messageOf(record) : record.text.replace(STAMP, '');
  const named = framed && program !== 'dovecot' ? `${program}: ${whole}` : whole;
  const match = PROCESS.exec(named) ?? PROCESS.exec(named.replace(/^\S{1,64} /, ''));
  if (!match) return { service: 'imap', text: whole };
  const process = part(match.groups, 'process');
  const rest = named.slice(named.indexOf(match[0]) + match[0].length);
  const text = process.startsWith('auth') ? withClient(rest, part(match.groups, 'inside'), part(match.groups, 'session')) : rest;
  return { service: SERVICES[process] ?? 'imap', text };
}

/** `auth(user,address,sasl:login)<session>: sql: Password mismatch` names the client first, as of 2.4. */
const withClient = (text: string, client: string, session: string): string =>
  (client.includes(',') ? text.replace(/^([\w-]{2,20}): /, (_whole, database: string) => `${database}(${client},<${session}>): `) : text);
