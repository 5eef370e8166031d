/** Accounts of the system itself; machines end in `$`. */
const OWN = /^(?:-|system|local service|network service|anonymous logon|dwm-\d{1,3}|umfd-\d{1,3}|iusr|iis apppool|window manager|font driver host)$/i;

/** The bare name of an account, without its domain; null for none, for a machine, and for the system's own. */
export function personIn(name: string | null | undefined): string | null {
  const bare = bareName(name);
  return bare === null || bare.endsWith('$') || OWN.test(bare) ? null : bare;
}

export function bareName(name: string | null | undefined): string | null {
  if (name === null || name === undefined) return null;
  const bare = name.slice(name.lastIndexOf('\\') + 1).trim();
  return bare === '' || bare === '-' ? null : bare;
}
