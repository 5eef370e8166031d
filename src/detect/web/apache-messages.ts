import type { AuthSaid, SystemSaid } from '../event-of.ts';
import { QUIET_AUTH } from '../event-of.ts';
import { isLogin } from '../generic/login.ts';
import { outcomeIn } from '../generic/outcome.ts';
import { userIn } from '../generic/user.ts';

/** What Apache says of a refused login, and for which name. */
type SaidLogin = AuthSaid & { readonly user: string | null };

const REFUSED: AuthSaid = { ...QUIET_AUTH, action: 'login', service: 'web', outcome: 'failure', method: 'basic', primary: true, suspicious: true };
const BROKEN: AuthSaid = { ...QUIET_AUTH, action: 'probe', service: 'web', outcome: 'failure', method: 'digest', suspicious: true };
const AH = /^AH\d{5}: /;
const USER_LENGTH = 256;

interface LoginRule {
  /** Its first group is the account. Names are the client's: each pattern reaches to the end the module writes. */
  readonly pattern: RegExp;
  readonly said: AuthSaid;
}

const unknownUser: AuthSaid = { ...REFUSED, unknownUser: true };
const denied: AuthSaid = { ...REFUSED, outcome: 'denied' };
const digest: AuthSaid = { ...REFUSED, method: 'digest' };
const LOGINS: readonly LoginRule[] = [
  { pattern: /^Digest: user [`'](.*)' in realm [`'].*' not found: /s, said: { ...unknownUser, method: 'digest' } },
  { pattern: /^user [`'](.*)' in realm [`'].*' not found: /s, said: { ...unknownUser, method: 'digest' } },
  { pattern: /^(?:Digest: )?user (.*): password mismatch: /s, said: digest },
  { pattern: /^(?:\w{1,40}: )?user (.*) not found:? /s, said: unknownUser },
  { pattern: /^user (.*): authentication failure for "/s, said: REFUSED },
  { pattern: /^user (.*): (?:Password Mismatch|authorization failure)/is, said: denied },
  { pattern: /^(?:auth_ldap authenticate: )?user (.*) authentication failed; URI /s, said: REFUSED },
  { pattern: /^Authorization of user (.*) to access .* failed, reason: /s, said: denied },
  { pattern: /^access to .* failed(?: for \S{1,255})?, reason: (?:user '?(.*?)'? (?:does not meet|not allowed)|)/s, said: denied },
  { pattern: /^PAM: user '(.*)' - (?:not authenticated|invalid account)/s, said: REFUSED },
  { pattern: /^(?:Digest: )?client used wrong authentication scheme[ :]()/, said: { ...BROKEN, method: 'basic' } },
  { pattern: /^(?:Digest: )?(?:invalid (?:nonce|qop)|realm mismatch|unknown algorithm|nonce count|uri mismatch|received invalid opaque|missing (?:user|realm|nonce|uri))()/i, said: BROKEN },
];
/** A nonce whose hash does not fit is an old one, after a restart of the server or a shared page. */
const OLD_NONCE = /^(?:Digest: )?invalid nonce .* received - hash is not /s;

/** What an application writes goes through the module that runs it; ZoneMinder's begins with a level of its own. */
const APPLICATION = /^(?:(?:Got error|\S{0,40}stderr(?: from \S{1,255})?:?) ?'?(?:PHP message: )|(?:WAR|ERR|FAT) (?=\[))(.*)$/s;

export function apacheLogin(text: string): SaidLogin | null {
  const message = text.replace(AH, '');
  const application = APPLICATION.exec(message);
  if (application) return applicationLogin(application[1] ?? '');
  if (OLD_NONCE.test(message)) return { ...QUIET_AUTH, service: 'web', method: 'digest', user: null };
  for (const { pattern, said } of LOGINS) {
    const match = pattern.exec(message);
    if (match) return { ...said, user: match[1] ? match[1].slice(0, USER_LENGTH) : null };
  }
  return null;
}

/** A refused login in the words of an application behind the server; null where they are about anything else. */
export function applicationLogin(text: string): SaidLogin | null {
  const words = text.slice(0, 1_024);
  const { outcome } = outcomeIn(words);
  if (/^PHP (?:Notice|Warning|Deprecated|Fatal|Parse|Strict)/i.test(words)) return null;
  if ((outcome !== 'failure' && outcome !== 'denied') || !isLogin(words)) return null;
  const user = userIn(words) ?? /^user (\S{1,128}) auth/i.exec(words)?.[1] ?? null;
  return { ...REFUSED, method: 'password', user: user === null ? null : user.slice(0, USER_LENGTH) };
}

export interface SaidRequest {
  readonly uri: string;
  readonly status: number;
  readonly referer: string | null;
  readonly suspicious: boolean;
}

interface RequestRule {
  readonly pattern: RegExp;
  readonly status: number;
  /** The server itself holds it against the client. */
  readonly suspicious: boolean;
}
const answers = (status: number, pattern: RegExp, suspicious = false): RequestRule => ({ pattern, status, suspicious });

/** What the server answers with such a message; the first group is a file. */
const FILES: readonly RequestRule[] = [
  answers(404, /^File does not exist: (.*)$/s), answers(404, /^script not found or unable to stat: (.*)$/s),
  answers(404, /^script '(.*)' not found or unable to stat$/s), answers(404, /^stderr from (.*): script not found or unable to stat$/s),
  answers(403, /^client denied by server configuration: (.*)$/s, true),
  answers(403, /^(?:Directory index forbidden by (?:rule|Options directive)|Cannot serve directory): ?([^:]*)/s),
  answers(403, /^attempt to invoke directory as script: (.*)$/s), answers(403, /^Options ExecCGI is off in this directory: (.*)$/s),
  answers(403, /^access to (\/.*?) denied/s), answers(403, /^Symbolic link not allowed or link target not accessible: (.*)$/s),
];
/** As `FILES`; the first group is the target as the client sent it, or empty. */
const TARGETS: readonly RequestRule[] = [
  answers(400, /^(?:Invalid URI in request|Invalid method in request|invalid URI path) \(?(.*?)\)?$/is, true),
  answers(400, /^(?:request failed|erroneous characters|Client sent malformed|client sent (?:invalid )?HTTP\/|URI too long|Request header|HTTP Request Line|Invalid HTTP method|invalid characters)()/is, true),
  answers(400, /^(?:No hostname was provided|Hostname .{0,255} provided via SNI)()/s),
  answers(404, /^Got error 'Primary script unknown()/s),
  answers(0, /^\S{1,60}: warning: HTTP_\w{1,60}: ignoring function definition attempt()/s, true),
];
const TOO_LONG = /^\(36\)/;

/** Requests that failed, by what the server says of them; null for what is about no request. */
export function apacheRequest(text: string, systemError: string): SaidRequest | null {
  const { message, referer } = withoutReferer(text.replace(AH, ''));
  for (const { pattern, status, suspicious } of FILES) {
    const match = pattern.exec(message);
    if (match) return { uri: withoutRoot((match[1] ?? '').slice(0, 2_048)), status: TOO_LONG.test(systemError) ? 404 : status, referer, suspicious };
  }
  for (const { pattern, status, suspicious } of TARGETS) {
    const match = pattern.exec(message);
    if (match) return { uri: match[1] === '' || match[1] === undefined ? '-' : match[1].slice(0, 2_048), status, referer, suspicious };
  }
  return null;
}

/** Apache ends with the referer, which the client wrote. */
function withoutReferer(text: string): { readonly message: string; readonly referer: string | null } {
  const at = text.indexOf(', referer: ');
  return at < 0 ? { message: text, referer: null } : { message: text.slice(0, at), referer: text.slice(at + 11, at + 2_048) };
}

/** Folders that sites are served from; what is asked for begins behind them. */
const ROOT = /^.{0,200}?\/(?:htdocs|httpdocs|public_html|html|wwwroot|webroot|public|www\/[\w.-]{1,80}(?=\/)|http(?=\/))(?=\/|$)|^\/(?:var\/www|srv\/(?:http|www)|home\/[^/]{1,64})(?=\/|$)|^.{0,200}\/(?=cgi-bin\/)/i;

/** A file of the server as the target it was asked by, as near as its name tells. */
function withoutRoot(file: string): string {
  const root = ROOT.exec(file);
  const rest = root ? file.slice(root[0].length) : file.slice(Math.max(0, file.lastIndexOf('/')));
  return rest.startsWith('/') ? rest : `/${rest}`;
}

const service = (action: SystemSaid['action']): SystemSaid => ({ action, target: 'apache', user: null, command: null, forged: null });

const SERVICE: readonly (readonly [RegExp, SystemSaid])[] = [
  [/^(?:AH\d{5}: )?.{0,400}-- resuming normal operations/, service('service-start')],
  [/^(?:AH\d{5}: )?caught SIG(?:TERM|WINCH), shutting down/, service('service-stop')],
  [/^(?:AH\d{5}: )?child (?:pid|process) \d{1,10} (?:exit signal|still did not exit)/, service('service-failed')],
  [/^(?:AH\d{5}: )?server reached Max(?:RequestWorkers|Clients)/, service('other')],
];

export const apacheService = (message: string): SystemSaid | null =>
  SERVICE.find(([pattern]) => pattern.test(message))?.[1] ?? null;
