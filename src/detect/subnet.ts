const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const MAPPED = '::ffff:';
/** Longest text form of an IPv6 address; anything longer is no address. */
const LONGEST = 45;

const unmapped = (address: string): string =>
  address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;

function groupsOf(address: string): readonly string[] | null {
  if (address.length > LONGEST || !/^[0-9a-f:]+$/i.test(address)) return null;
  const halves = address.toLowerCase().split('::');
  if (halves.length > 2) return null;
  const head = halves[0] === '' || halves[0] === undefined ? [] : halves[0].split(':');
  const tail = halves[1] === '' || halves[1] === undefined ? [] : halves[1].split(':');
  const missing = 8 - head.length - tail.length;
  if (missing < 0 || (halves.length === 1 && missing > 0)) return null;
  return [...head, ...Array<string>(missing).fill('0'), ...tail].map((group) => group.replace(/^0+(?=.)/, ''));
}

/** 10/8, 127/8, 172.16/12, 192.168/16, 169.254/16, 100.64/10. */
function isPrivateIpv4(a: number, b: number): boolean {
  switch (a) {
    case 10: case 127: return true;
    case 172: return b >= 16 && b <= 31;
    case 192: return b === 168;
    case 169: return b === 254;
    case 100: return b >= 64 && b <= 127;
    default: return false;
  }
}

/** Addresses nobody routes on the internet: private, loopback, link-local, carrier NAT. Names count as public. */
export function isPrivate(address: string): boolean {
  const text = unmapped(address);
  const parts = IPV4.exec(text);
  if (parts) return isPrivateIpv4(Number(parts[1]), Number(parts[2]));
  return text === '::1' || /^(?:f[cd][0-9a-f]{2}|fe80):/i.test(text);
}

/** The block one renter of addresses usually holds: /24, or /64 in IPv6. Null for names and private addresses. */
export function subnetOf(address: string): string | null {
  if (isPrivate(address)) return null;
  const parts = IPV4.exec(unmapped(address));
  if (parts) return `${parts[1] ?? ''}.${parts[2] ?? ''}.${parts[3] ?? ''}.0/24`;
  const groups = address.includes(':') ? groupsOf(address) : null;
  return groups ? `${groups.slice(0, 4).join(':')}::/64` : null;
}
