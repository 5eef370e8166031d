import type { Framing } from '../framing.ts';
import { container } from './container.ts';
import { isoSyslog } from './iso-syslog.ts';
import { journaldJson } from './journald-json.ts';
import { rfc3164 } from './rfc3164.ts';
import { rfc5424 } from './rfc5424.ts';
import { untimed } from './untimed.ts';

/** Tried in this order until one fits; a log usually keeps to one. Records that none fits go by their shape. */
export const FRAMINGS: readonly Framing[] = [
  rfc3164,
  container,
  isoSyslog,
  journaldJson,
  rfc5424,
  untimed,
];
