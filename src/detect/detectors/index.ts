import type { Detector } from '../detector.ts';
import { accountAttack } from './account-attack.ts';
import { accountChange } from './account-change.ts';
import { bruteForce } from './brute-force.ts';
import { crash } from './crash.ts';
import { dnsProbing } from './dns-probing.ts';
import { fastLogins } from './fast-logins.ts';
import { firstSeenKey } from './first-seen-key.ts';
import { firstSeenLogin } from './first-seen-login.ts';
import { likelyProxy } from './likely-proxy.ts';
import { logGap } from './log-gap.ts';
import { logTampering } from './log-tampering.ts';
import { loginCrossCheck } from './login-cross-check.ts';
import { mfaFatigue } from './mfa-fatigue.ts';
import { passwordSpray } from './password-spray.ts';
import { plantedFile } from './planted-file.ts';
import { portScan } from './port-scan.ts';
import { privilege } from './privilege.ts';
import { productAlert } from './product-alert.ts';
import { promptInjection } from './prompt-injection.ts';
import { protocolAbuse } from './protocol-abuse.ts';
import { proxyAbuse } from './proxy-abuse.ts';
import { ransomware } from './ransomware.ts';
import { recipientEnumeration } from './recipient-enumeration.ts';
import { repeatedRefusals } from './repeated-refusals.ts';
import { rootLogin } from './root-login.ts';
import { rotatingSource } from './rotating-source.ts';
import { silentLog } from './silent-log.ts';
import { smtpAbuse } from './smtp-abuse.ts';
import { spamSource } from './spam-source.ts';
import { suspiciousProcess } from './suspicious-process.ts';
import { takeover } from './takeover.ts';
import { userEnumeration } from './user-enumeration.ts';
import { webExfiltration } from './web-exfiltration.ts';
import { webFlood } from './web-flood.ts';
import { webInjection } from './web-injection.ts';
import { webLogin } from './web-login.ts';
import { webScan } from './web-scan.ts';
import { webSensitive } from './web-sensitive.ts';
import { webShell } from './web-shell.ts';
import { webStuffing } from './web-stuffing.ts';

/** Every detector. The order is the order in which their findings are told. */
export const DETECTORS: readonly Detector[] = [
  takeover,
  bruteForce,
  rotatingSource,
  accountAttack,
  passwordSpray,
  userEnumeration,
  rootLogin,
  fastLogins,
  firstSeenLogin,
  firstSeenKey,
  accountChange,
  privilege,
  suspiciousProcess,
  plantedFile,
  ransomware,
  crash,
  logTampering,
  loginCrossCheck,
  logGap,
  silentLog,
  webShell,
  webSensitive,
  webInjection,
  webLogin,
  webStuffing,
  webScan,
  spamSource,
  recipientEnumeration,
  smtpAbuse,
  protocolAbuse,
  likelyProxy,
  mfaFatigue,
  productAlert,
  portScan,
  dnsProbing,
  proxyAbuse,
  repeatedRefusals,
  webFlood,
  webExfiltration,
  promptInjection,
];
