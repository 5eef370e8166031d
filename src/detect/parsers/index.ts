import type { Parser } from '../parser.ts';
import { accounts } from './accounts.ts';
import { asterisk } from './asterisk.ts';
import { courier } from './courier.ts';
import { cron } from './cron.ts';
import { cyrus } from './cyrus.ts';
import { dovecot } from './dovecot.ts';
import { dpkg } from './dpkg.ts';
import { dropbear } from './dropbear.ts';
import { exim } from './exim.ts';
import { freeswitch } from './freeswitch.ts';
import { ftpd } from './ftpd.ts';
import { generic } from './generic.ts';
import { kernel } from './kernel.ts';
import { logind } from './logind.ts';
import { mongodb } from './mongodb.ts';
import { mssql } from './mssql.ts';
import { mysql } from './mysql.ts';
import { openssh } from './openssh.ts';
import { openvpn } from './openvpn.ts';
import { pam } from './pam.ts';
import { popper } from './popper.ts';
import { postfix } from './postfix.ts';
import { postgres } from './postgres.ts';
import { proftpd } from './proftpd.ts';
import { pureFtpd } from './pure-ftpd.ts';
import { sendmail } from './sendmail.ts';
import { slapd } from './slapd.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import { syslogd } from './syslogd.ts';
import { systemd } from './systemd.ts';
import { timesync } from './timesync.ts';
import { vsftpd } from './vsftpd.ts';
import { webAccess } from './web-access.ts';
import { xrdp } from './xrdp.ts';

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
  pam,
  kernel,
  dpkg,
  asterisk,
  courier,
  cyrus,
  dovecot,
  dropbear,
  exim,
  freeswitch,
  ftpd,
  mongodb,
  mssql,
  mysql,
  openvpn,
  popper,
  postfix,
  postgres,
  proftpd,
  pureFtpd,
  sendmail,
  slapd,
  vsftpd,
  xrdp,
  generic,
];
