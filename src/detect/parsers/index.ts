import type { Parser } from '../parser.ts';
import { accounts } from './accounts.ts';
import { adguard } from './adguard.ts';
import { apacheError } from './apache-error.ts';
import { apt } from './apt.ts';
import { asterisk } from './asterisk.ts';
import { auditd } from './auditd.ts';
import { awsElb } from './aws-elb.ts';
import { caddy } from './caddy.ts';
import { cas } from './cas.ts';
import { cef } from './cef.ts';
import { cisco } from './cisco.ts';
import { cloudtrail } from './cloudtrail.ts';
import { courier } from './courier.ts';
import { cron } from './cron.ts';
import { cyrus } from './cyrus.ts';
import { dnf } from './dnf.ts';
import { dnsmasq } from './dnsmasq.ts';
import { dovecot } from './dovecot.ts';
import { dpkg } from './dpkg.ts';
import { dropbear } from './dropbear.ts';
import { drupal } from './drupal.ts';
import { ecs } from './ecs.ts';
import { exchange } from './exchange.ts';
import { exim } from './exim.ts';
import { falco } from './falco.ts';
import { filterlog } from './filterlog.ts';
import { firewallPairs } from './firewall-pairs.ts';
import { freeswitch } from './freeswitch.ts';
import { ftpd } from './ftpd.ts';
import { generic } from './generic.ts';
import { haproxy } from './haproxy.ts';
import { honeypot } from './honeypot.ts';
import { identity } from './identity.ts';
import { jsonAccess } from './json-access.ts';
import { juniper } from './juniper.ts';
import { kernel } from './kernel.ts';
import { leef } from './leef.ts';
import { lighttpd } from './lighttpd.ts';
import { loginRecords } from './login-records.ts';
import { logind } from './logind.ts';
import { mailFilter } from './mail-filter.ts';
import { mikrotik } from './mikrotik.ts';
import { modEvasive } from './mod-evasive.ts';
import { modsecurity } from './modsecurity.ts';
import { mongodb } from './mongodb.ts';
import { mssql } from './mssql.ts';
import { mysql } from './mysql.ts';
import { named } from './named.ts';
import { netfilter } from './netfilter.ts';
import { nginxError } from './nginx-error.ts';
import { openappsec } from './openappsec.ts';
import { openssh } from './openssh.ts';
import { openvpn } from './openvpn.ts';
import { oracleMail } from './oracle-mail.ts';
import { paloAlto } from './palo-alto.ts';
import { pam } from './pam.ts';
import { polkit } from './polkit.ts';
import { popper } from './popper.ts';
import { portWatch } from './port-watch.ts';
import { postfix } from './postfix.ts';
import { postgres } from './postgres.ts';
import { proftpd } from './proftpd.ts';
import { proxyAccess } from './proxy-access.ts';
import { proxyLogin } from './proxy-login.ts';
import { pureFtpd } from './pure-ftpd.ts';
import { samba } from './samba.ts';
import { sendmail } from './sendmail.ts';
import { slapd } from './slapd.ts';
import { snort } from './snort.ts';
import { squid } from './squid.ts';
import { su } from './su.ts';
import { sudo } from './sudo.ts';
import { suricata } from './suricata.ts';
import { syslogd } from './syslogd.ts';
import { systemd } from './systemd.ts';
import { tcpdump } from './tcpdump.ts';
import { technitium } from './technitium.ts';
import { timesync } from './timesync.ts';
import { unbound } from './unbound.ts';
import { vpnGateway } from './vpn-gateway.ts';
import { vsftpd } from './vsftpd.ts';
import { w3cAccess } from './w3c-access.ts';
import { wazuh } from './wazuh.ts';
import { webAccess } from './web-access.ts';
import { windowsJson } from './windows-json.ts';
import { wireguard } from './wireguard.ts';
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
  squid,
  filterlog,
  netfilter,
  wireguard,
  cisco,
  paloAlto,
  juniper,
  mikrotik,
  cef,
  leef,
  firewallPairs,
  vpnGateway,
  tcpdump,
  named,
  dnsmasq,
  unbound,
  adguard,
  technitium,
  suricata,
  snort,
  wazuh,
  falco,
  portWatch,
  openappsec,
  cloudtrail,
  identity,
  ecs,
  windowsJson,
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
  auditd,
  kernel,
  loginRecords,
  dpkg,
  honeypot,
  cas,
  drupal,
  slapd,
  asterisk,
  courier,
  cyrus,
  dovecot,
  dropbear,
  exchange,
  exim,
  freeswitch,
  ftpd,
  mailFilter,
  mongodb,
  mssql,
  mysql,
  openvpn,
  oracleMail,
  popper,
  postfix,
  postgres,
  proftpd,
  proxyLogin,
  pureFtpd,
  sendmail,
  vsftpd,
  xrdp,
  apt,
  dnf,
  samba,
  polkit,
  generic,
];
