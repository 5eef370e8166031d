import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'courier';
const SERVICES: Readonly<Record<string, string>> = {
  imapd: 'imap', 'imapd-ssl': 'imap', imaplogin: 'imap', courierimaplogin: 'imap', 'courier-imapd': 'imap', authdaemond: 'imap',
  pop3d: 'pop3', 'pop3d-ssl': 'pop3', pop3login: 'pop3', courierpop3login: 'pop3', 'courier-pop3d': 'pop3',
  courieresmtpd: 'smtp', courierd: 'smtp', esmtpd: 'smtp', 'esmtpd-ssl': 'smtp', 'esmtpd-msa': 'smtp', submit: 'smtp',
};
const IP = String.raw`ip=\[(?<host>[^\s[\]]{1,64})\](?:, port=\[?(?<port>\d{1,5})\]?)?`;
const RELAY = String.raw`relay=(?:::ffff:)?\[?(?<host>[0-9A-Fa-f.:]{3,45})\]?(?:,ident="[^"]{0,200}")?`;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`^LOGIN FAILED, (?:method=(?<method>[\\w-]{1,30}), )?(?:user=(?<user>.{0,320}), )?${IP}$`), says: 'failure' },
  { pattern: new RegExp(`^LOGIN, (?:method=(?<method>[\\w-]{1,30}), )?user=(?<user>.{0,320}), ${IP}(?:, protocol=\\w{1,10})?(?:, stls=\\d)?$`), says: 'success' },
  { pattern: new RegExp(`^(?:LOGOUT|DISCONNECTED|TIMEOUT|Connection|Disconnected|MAXLOGIN|Maximum connection limit reached)\\b.{0,320}?${IP}`), says: 'notice' },
  { pattern: new RegExp(`^error,${RELAY},msg="535 [^"]{0,200}"(?:,cmd: AUTH (?<method>[\\w-]{1,30}))?`), says: 'failure' },
  { pattern: new RegExp(`^error,${RELAY},msg="(?<why>[^"]{0,400})",cmd: `), says: 'probe' },
  { pattern: new RegExp(`^error,${RELAY}(?:,port=\\d{1,5})?,from=<(?<from>.{0,320}?)>(?:,to=<(?<to>.{0,320}?)>)?: (?<why>\\d{3} .{0,400})`), says: 'rejected' },
  { pattern: new RegExp(`^started,ip=\\[(?<host>[^\\s[\\]]{1,64})\\]`), says: 'notice' },
  { pattern: /^(?:LOGOUT|DISCONNECTED|TIMEOUT|newmsg|started|completed|id=|Waiting|Loading|Shut|chdir|modules=|stopping|Installing|Initial|SHUTDOWN|queue|authdaemon|couriertls|Unexpected)/, says: 'quiet' },
];
/** Other mail servers use the same tags: what courier writes begins so. */
const OWN = /^(?:LOGIN|LOGOUT|DISCONNECTED|TIMEOUT|MAXLOGIN|Connection, ip=|Disconnected, ip=|Maximum connection limit|error,relay=|started,ip=|newmsg,)/;

/** Courier: IMAP, POP3 and SMTP. */
export const courier: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ program, text, body }) => program !== null && program in SERVICES && OWN.test(text.slice(body, body + 60)),
  taint: ['user', 'from', 'target'],
  open: () => {
    const read = openMessages({ format: FORMAT, service: 'imap', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: messageOf(record).trimEnd(), service: serviceOf(record) }, emit) };
  },
};

const serviceOf = ({ program }: LogRecord): string => SERVICES[program ?? ''] ?? 'imap';
