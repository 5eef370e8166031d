import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent, warningEvent } from '../network/device-events.ts';
import { isJsonWith, jsonFields } from '../network/json-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import type { AlertSeverity } from '../network/severity-words.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'cloudtrail';

/** Calls that blind the account's own watch. */
const BLINDING = /^(?:StopLogging|DeleteTrail|UpdateTrail|PutEventSelectors|DeleteDetector|UpdateDetector|DisassociateFromMasterAccount|DeleteFlowLogs|DeleteConfigRule|StopConfigurationRecorder|DeleteConfigurationRecorder|DisableSecurityHub|DeleteAlarms|DeleteLogGroup)$/;
/** Calls that give a key or a right to somebody. */
const GRANTING = /^(?:CreateUser|CreateAccessKey|CreateLoginProfile|UpdateLoginProfile|AttachUserPolicy|AttachRolePolicy|AttachGroupPolicy|PutUserPolicy|PutRolePolicy|PutGroupPolicy|AddUserToGroup|DeactivateMFADevice|DeleteVirtualMFADevice|UpdateAssumeRolePolicy|CreatePolicyVersion|SetDefaultPolicyVersion|CreateSAMLProvider|CreateOpenIDConnectProvider)$/;
/** Calls that open data or hosts to the world. */
const OPENING = /^(?:PutBucketPolicy|PutBucketAcl|DeletePublicAccessBlock|DeleteBucketPublicAccessBlock|ModifySnapshotAttribute|ModifyImageAttribute|ModifyDBSnapshotAttribute|AuthorizeSecurityGroupIngress|GetPasswordData|GetSecretValue|SendCommand|StartSession|SendSSHPublicKey|DisableKey|ScheduleKeyDeletion)$/;
const REFUSED = /^(?:AccessDenied(?:Exception)?|Client\.UnauthorizedOperation|UnauthorizedOperation|UnauthorizedAccess|AuthFailure|InvalidClientTokenId)$/;

/** AWS CloudTrail: logins to the console, and calls that matter. */
export const cloudtrail: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => isJsonWith(record, '"eventVersion":', '"eventSource":', '"eventName":', '"sourceIPAddress":'),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readCall(record, emit, clock) }),
};

function readCall(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const fields = jsonFields(record);
  if (!fields) return { unparsed: 'no JSON of CloudTrail' };
  const call = fields.get('eventname') ?? '';
  const time = timeIn(fields.get('eventtime') ?? '', clock) ?? record.time;
  if (call === 'ConsoleLogin') return readLogin(record, fields, time, emit);
  const known = matterOf(call, fieldOf(fields, 'errorcode') ?? '');
  if (!known) return 'quiet';
  emit(warningEvent(record, FORMAT, {
    time, host: fieldOf(fields, 'recipientaccountid') ?? record.host, product: 'cloudtrail', rule: call, ...known,
    source: canonicalAddress(fields.get('sourceipaddress') ?? ''), user: userOf(fields),
    target: fieldOf(fields, 'requestparameters.username', 'requestparameters.bucketname', 'requestparameters.name', 'requestparameters.groupid'),
  }));
  return 'event';
}

// Four parameters on purpose: the record, its fields, its time, and whom to tell.
function readLogin(record: LogRecord, fields: Fields, time: number | null, emit: EmitEvent): Parsed {
  const error = `${fields.get('errormessage') ?? ''} ${fields.get('errorcode') ?? ''}`;
  emit(loginEvent(record, FORMAT, {
    time, service: 'cloud-console', outcome: /^success$/i.test(fields.get('responseelements.consolelogin') ?? '') ? 'success' : 'failure',
    source: canonicalAddress(fields.get('sourceipaddress') ?? ''), user: userOf(fields), unknownUser: /no username found/i.test(error), method: 'password',
  }));
  return 'event';
}

function userOf(fields: Fields): string | null {
  if (fields.get('useridentity.type') === 'Root') return 'root';
  const arn = fieldOf(fields, 'useridentity.arn');
  return fieldOf(fields, 'useridentity.username', 'useridentity.sessioncontext.sessionissuer.username') ?? arn?.slice(arn.lastIndexOf('/') + 1) ?? null;
}

interface Matter {
  readonly title: string;
  readonly severity: AlertSeverity;
  readonly techniques: readonly string[];
  readonly blocked: boolean;
}

/** CloudTrail judges nothing: the severities are how far a call alone may be trusted to mean harm. */
function matterOf(call: string, error: string): Matter | null {
  const refused = REFUSED.test(error);
  if (error !== '' && !refused) return null;
  const base = { blocked: refused, severity: refused ? 'low' : 'info' } as const;
  if (BLINDING.test(call)) return { ...base, title: `Logging or watching changed: ${call}`, severity: refused ? 'low' : 'medium', techniques: ['T1562.008'] };
  if (GRANTING.test(call)) return { ...base, title: `Key or right given: ${call}`, severity: 'low', techniques: ['T1098'] };
  if (OPENING.test(call)) return { ...base, title: `Data or host opened: ${call}`, severity: 'low', techniques: ['T1530'] };
  return refused ? { ...base, title: `Call refused: ${call}`, techniques: ['T1526'] } : null;
}
