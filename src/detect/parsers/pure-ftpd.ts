import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'pure-ftpd';
/** `(user@host) [LEVEL] `, `?` for nobody yet; the host is the last before the level. */
const SESSION = String.raw`^\((?<account>.{0,320}?)@(?<host>[^\s@()]{1,255})\) \[\w{3,10}\] `;
/** The words it writes in the languages it speaks, all for `Authentication failed for user`. */
const FAILED = String.raw`(?:Authentication failed for user|Authentifikation fehlgeschlagen für Benutzer|Authentifizierung fehlgeschlagen für Benutzer|Erreur d'authentification pour l'utilisateur|Autenticazione falli[tá]a? per l'utente|Autentificaci[oó]n fallida para (?:el usuario|usuari)|Autenticação falhou para usuário|Autenticacao falhou para usuario|Godkendelse mislykkedes for|Auth? ?entisering feilet for brukeren|Authenticatie mislukt voor gebruiker|Uwierzytelnianie nie powiodło się dla|[^[]{3,80})`;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`${SESSION}(?<user>.{1,320}) is now logged in`), says: 'success' },
  { pattern: new RegExp(`${SESSION}(?:PAM_RHOST|New connection|Logout|Timeout|Can't|Unable|.{1,400} (?:uploaded|downloaded|deleted)|TLS)`), says: 'notice' },
  { pattern: new RegExp(`^\\((?<account>.{0,320}?)@(?<host>[^\\s@()]{1,255})\\) \\[(?:WARNING|ERROR)\\] (?:Sorry, invalid address|Too many|Maximum|Sorry, all|Rejected|Sorry, you)`, 'i'), says: 'probe' },
  { pattern: new RegExp(`^\\((?<account>.{0,320}?)@(?<host>[^\\s@()]{1,255})\\) \\[(?:WARNING|ERROR)\\] ${FAILED} \\[(?<user>.{0,320})\\]$`), says: 'failure', sum: true },
  { pattern: new RegExp(SESSION), says: 'notice' },
];

/** Pure-FTPd. */
export const pureFtpd: Parser = {
  name: FORMAT,
  programs: ['pure-ftpd'],
  claims: null,
  taint: ['user'],
  open: () => {
    const read = openMessages({ format: FORMAT, service: 'ftp', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: messageOf(record).trimEnd() }, emit) };
  },
};
