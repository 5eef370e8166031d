import { LOGINS } from './category-groups.ts';
import type { Finding } from './finding.ts';

/** Something worked: access, or an act. */
export const succeeded = ({ progress }: Pick<Finding, 'progress'>): boolean =>
  progress === 'access' || progress === 'action';

/**
 * Somebody came in: access of any kind; a login finding that goes on to tell what the session did; and an accepted
 * login that is odd, of which the records do not say whose it was.
 */
export const isEntry = ({ category, progress }: Pick<Finding, 'category' | 'progress'>): boolean =>
  progress === 'access' || (progress === 'action' && LOGINS.has(category))
  || (progress === 'cannot-tell' && category === 'suspicious-login');
