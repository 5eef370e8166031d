import type { Parser } from '../parser.ts';
import { accounts } from './accounts.ts';
import { apacheError } from './apache-error.ts';
import { awsElb } from './aws-elb.ts';
import { caddy } from './caddy.ts';
import { cron } from './cron.ts';
import { dpkg } from './dpkg.ts';
import { generic } from './generic.ts';
import { haproxy } from './haproxy.ts';
import { jsonAccess } from './json-access.ts';
import { kernel } from './kernel.ts';
import { lighttpd } from './lighttpd.ts';
import { logind } from './logind.ts';
import { modEvasive } from './mod-evasive.ts';
import { modsecurity } from './modsecurity.ts';
import { nginxError } from './nginx-error.ts';
import { openssh } from './openssh.ts';
import { pam } from './pam.ts';
import { proxyAccess } from './proxy-access.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import { syslogd } from './syslogd.ts';
import { systemd } from './systemd.ts';
import { timesync } from './timesync.ts';
import { w3cAccess } from './w3c-access.ts';
import { webAccess } from './web-access.ts';

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
  webAccess,
  nginxError,
  apacheError,
  modEvasive,
  modsecurity,
  lighttpd,
  haproxy,
  awsElb,
  w3cAccess,
  proxyAccess,
  caddy,
  jsonAccess,
  pam,
  kernel,
  dpkg,
  generic,
];
