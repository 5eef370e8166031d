/** What an indicator can be. `tls-key` is the fingerprint of a certificate or of a TLS hello, `ssh-key` that of a key of SSH. */
export const INDICATOR_KINDS = [
  'ipv4', 'ipv6', 'cidr', 'ip-port', 'domain', 'url', 'email', 'md5', 'sha1', 'sha256', 'sha512', 'cve', 'path',
  'file-name', 'user-agent', 'ssh-key', 'tls-key',
] as const;
export type IndicatorKind = (typeof INDICATOR_KINDS)[number];

/** What a feed says an indicator is for; `unknown` where it says nothing that we understand. */
export const INDICATOR_USES = [
  'c2', 'malware', 'ransomware', 'mining', 'phishing', 'exploit', 'brute-force', 'scanner', 'spam', 'anonymizer', 'unknown',
] as const;
export type IndicatorUse = (typeof INDICATOR_USES)[number];
