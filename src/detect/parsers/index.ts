import type { Parser } from '../parser.ts';
import { accounts } from './accounts.ts';
import { cron } from './cron.ts';
import { dpkg } from './dpkg.ts';
import { generic } from './generic.ts';
import { kernel } from './kernel.ts';
import { logind } from './logind.ts';
import { openssh } from './openssh.ts';
import { pam } from './pam.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import { syslogd } from './syslogd.ts';
import { systemd } from './systemd.ts';
import { timesync } from './timesync.ts';
import { webAccess } from './web-access.ts';
import { windowsJson } from './windows-json.ts';

/** Tags go to the parser that lists them; other records to the first that claims their shape, so `generic` is last. */
export const PARSERS: readonly Parser[] = [
  openssh,
  sudo,
  su,
  accounts,
  cron,
  logind,
  systemd,
  syslogd,
  timesync,
  windowsJson,
  webAccess,
  pam,
  kernel,
  dpkg,
  generic,
];
