import { reservedAs } from './reserved.ts';

/** Resolvers that anybody may use, by what their operators publish; feeds name them when malware asks them. */
const RESOLVERS = new Set([
  '8.8.8.8', '8.8.4.4', '2001:4860:4860::8888', '2001:4860:4860::8844', '1.1.1.1', '1.0.0.1', '2606:4700:4700::1111', '2606:4700:4700::1001',
  '9.9.9.9', '149.112.112.112', '2620:fe::fe', '2620:fe::9', '208.67.222.222', '208.67.220.220', '94.140.14.14', '94.140.15.15',
  '4.2.2.1', '4.2.2.2', '64.6.64.6', '64.6.65.6', '77.88.8.8', '77.88.8.1', '114.114.114.114', '223.5.5.5', '223.6.6.6', '119.29.29.29',
  'dns.google', 'one.one.one.one', 'dns.quad9.net', 'cloudflare-dns.com',
]);
/** Names that every machine reaches to learn the time, whether a way out is there, or its own address. */
const EVERYDAY = new Set([
  'pool.ntp.org', 'time.windows.com', 'time.google.com', 'time.apple.com', 'www.msftconnecttest.com', 'www.msftncsi.com', 'connectivitycheck.gstatic.com',
  'detectportal.firefox.com', 'captive.apple.com', 'ocsp.digicert.com', 'checkip.amazonaws.com', 'icanhazip.com', 'api.ipify.org', 'ifconfig.me', 'ipinfo.io',
]);
/** Digests of no bytes, of one newline and of one NUL. */
const EMPTY = new Set([
  'd41d8cd98f00b204e9800998ecf8427e', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '68b329da9893e34099c7d8ad5cb9c940', 'adc83b19e793491b1c6ea0fd8b46cd9f32e592fc', '01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b',
  '93b885adfe0da089cdf634904fd59f71', '5ba93c9db0cff93f52b521d7420e43f6eda2784f', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
]);

/** The built-in warning list that names a value; null where none does. It demotes a hit and never takes it away. */
export function builtInWarning(value: string): string | null {
  const bare = value.replace(/^\[([^\]]+)\](?::\d+)?$/, '$1').replace(/^([0-9.]+):\d+$/, '$1');
  if (RESOLVERS.has(bare)) return 'public resolvers';
  if (EVERYDAY.has(bare)) return 'everyday services';
  if (EMPTY.has(bare)) return 'digests of nothing';
  const reserved = reservedAs(bare);
  return reserved === null ? null : `addresses of nobody (${reserved})`;
}
