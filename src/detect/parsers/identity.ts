import type { Outcome } from '../../domain/event.ts';
import { addressIn, addressOf } from '../network/places.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent } from '../network/device-events.ts';
import { isJsonWith, jsonFields } from '../network/json-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { fieldTime } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'identity';

/** Sign-in services: Okta's system log, Duo's authentication log, Entra's sign-ins. */
export const identity: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => isJsonWith(record, '"eventType":', '"outcome":', '"published":', '"actor":') || isDuo(record)
    || (isJsonWith(record, '"userPrincipalName":') && /"(?:errorCode|resultType|ResultType)":/.test(record.text) && /"(?:callerIpAddress|ipAddress)":/i.test(record.text)),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

const isDuo = (record: LogRecord): boolean => isJsonWith(record, '"factor":', '"result":')
  && /"access_device":|"eventtype": ?"authentication"|"event_type": ?"authentication"/.test(record.text);

interface SignIn {
  readonly user: string | null;
  readonly source: string | null;
  readonly outcome: Outcome;
  readonly method: string | null;
  readonly time: number | null;
  readonly unknownUser?: boolean;
}

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const fields = jsonFields(record);
  if (!fields) return { unparsed: 'no JSON of a sign-in service' };
  const signIn = fields.has('factor') ? duoOf(fields, clock) : fields.has('published') ? oktaOf(fields, clock) : entraOf(fields, clock);
  if (!signIn) return 'quiet';
  emit(loginEvent(record, FORMAT, { ...signIn, time: signIn.time ?? record.time, service: 'sign-in' }));
  return 'event';
}

/** A push is answered on a telephone; other second factors are typed. */
function factorOf(text: string): string | null {
  if (/push|mobile app notification|passwordless phone|authenticator app \(notification/i.test(text)) return 'mfa-push';
  return /\b(?:mfa|otp|totp|sms|passcode|phone ?call|token|webauthn|u2f|oath|second factor|two.?step)\b/i.test(text.replaceAll('_', ' ')) ? 'mfa' : null;
}

const OKTA_SIGN_INS = /^(?:user\.session\.start|user\.authentication\.(?:auth_via_\w{2,20}|verify|sso)|user\.mfa\.okta_verify\.deny_push\w{0,20}|user\.mfa\.\w{2,20}\.deny\w{0,20}|user\.account\.lock|policy\.evaluate_sign_on)$/;

function oktaOf(fields: Fields, clock: LogClock): SignIn | null {
  const [event, result] = [fields.get('eventtype') ?? '', fields.get('outcome.result') ?? ''];
  if (!OKTA_SIGN_INS.test(event)) return null;
  const denied = /deny|lock/.test(event) || /^(?:FAILURE|DENY|ABANDONED)$/.test(result);
  // The policy's word is a second record of the same sign-in, but where it refuses.
  const repeated = /evaluate_sign_on|\.sso$/.test(event);
  if (!denied && (repeated || (result !== 'SUCCESS' && result !== 'ALLOW'))) return null;
  return {
    user: fieldOf(fields, 'actor.alternateid', 'target.alternateid'), source: addressOf(fields, 'client.ipaddress'), outcome: denied ? 'failure' : 'success',
    method: oktaFactor(fields, event), time: fieldTime(fieldOf(fields, 'published'), clock),
  };
}

function oktaFactor(fields: Fields, event: string): string {
  const said = ['debugcontext.debugdata.factor', 'debugcontext.debugdata.authenticator', 'displaymessage'].map((name) => fields.get(name) ?? '').join(' ');
  const words = `${said} ${event}`;
  return /mfa|push|verify/i.test(words) ? factorOf(words) ?? 'mfa' : 'password';
}

function duoOf(fields: Fields, clock: LogClock): SignIn | null {
  const result = (fields.get('result') ?? '').toLowerCase();
  const known = /^(?:success|allow|denied|deny|failure|fraud|error)$/.test(result);
  if (!known) return null;
  const factor = (fields.get('factor') ?? '').replaceAll('_', ' ');
  return {
    user: fieldOf(fields, 'user.name', 'username', 'user'), source: addressOf(fields, 'access_device.ip', 'ip'),
    outcome: result === 'success' || result === 'allow' ? 'success' : 'failure', method: factorOf(factor) ?? 'mfa',
    time: fieldTime(fieldOf(fields, 'isotimestamp', 'timestamp'), clock),
  };
}

/** Codes that only say that a further step is asked for: nobody failed, nobody is in. */
const ENTRA_STEPS = new Set(['50055', '50058', '50059', '50072', '50074', '50076', '50079', '50097', '50125', '50127', '50129', '50140', '50143', '50144', '51006', '65001', '16000', '16001', '16003', '70043', '70044', '700082']);
const ENTRA_UNKNOWN = new Set(['50034', '50020', '51004', '500011']);
const ENTRA_FACTOR = new Set(['500121', '500122', '50158']);

function entraOf(fields: Fields, clock: LogClock): SignIn | null {
  const said = (...names: readonly string[]): string | null => fieldOf(fields, ...names.flatMap((name) => [`properties.${name}`, name]));
  const code = said('status.errorcode') ?? fieldOf(fields, 'resulttype');
  if (code === null || !/^\d{1,8}$/.test(code) || ENTRA_STEPS.has(code)) return null;
  const detail = `${said('authenticationdetails.authenticationmethod', 'mfadetail.authmethod') ?? ''} ${said('status.additionaldetails', 'authenticationdetails.authenticationstepresultdetail') ?? ''}`;
  return {
    user: said('userprincipalname'), source: addressIn(said('ipaddress', 'calleripaddress')), outcome: code === '0' ? 'success' : 'failure',
    method: ENTRA_FACTOR.has(code) ? /declin|respond|time/i.test(detail) ? 'mfa-push' : factorOf(detail) ?? 'mfa' : factorOf(detail) ?? 'password', unknownUser: ENTRA_UNKNOWN.has(code),
    time: fieldTime(said('createddatetime', 'time', 'timegenerated'), clock),
  };
}
