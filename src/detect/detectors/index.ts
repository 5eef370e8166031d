import type { Detector } from '../detector.ts';
import { accountAttack } from './account-attack.ts';
import { accountChange } from './account-change.ts';
import { bruteForce } from './brute-force.ts';
import { fastLogins } from './fast-logins.ts';
import { firstSeenLogin } from './first-seen-login.ts';
import { logGap } from './log-gap.ts';
import { logTampering } from './log-tampering.ts';
import { passwordSpray } from './password-spray.ts';
import { privilege } from './privilege.ts';
import { promptInjection } from './prompt-injection.ts';
import { rootLogin } from './root-login.ts';
import { rotatingSource } from './rotating-source.ts';
import { takeover } from './takeover.ts';
import { userEnumeration } from './user-enumeration.ts';
import { webInjection } from './web-injection.ts';
import { webLogin } from './web-login.ts';
import { webScan } from './web-scan.ts';
import { webSensitive } from './web-sensitive.ts';
import { webShell } from './web-shell.ts';

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
  accountChange,
  privilege,
  logTampering,
  logGap,
  webShell,
  webSensitive,
  webInjection,
  webLogin,
  webScan,
  promptInjection,
];
