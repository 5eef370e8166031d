import type { Detector } from '../detector.ts';
import { accountAttack } from './account-attack.ts';
import { bruteForce } from './brute-force.ts';
import { passwordSpray } from './password-spray.ts';
import { rotatingSource } from './rotating-source.ts';
import { userEnumeration } from './user-enumeration.ts';

/** Every detector. The order is the order in which their findings are told. */
export const DETECTORS: readonly Detector[] = [
  bruteForce,
  rotatingSource,
  accountAttack,
  passwordSpray,
  userEnumeration,
];
