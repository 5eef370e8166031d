import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf, ownMessage } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'openvpn';
/** `2024-12-15 14:11:25 `, or `Sun Dec 15 14:11:25 2024 ` before 2.5. */
const STAMP = /^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d |[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} )(?:us=\d{1,6} )?/;
const PEER = String.raw`(?:[^\s/]{1,128}/)?(?:(?:tcp|udp)[46]?(?:-server)?:)?\[?(?:AF_INET6?\])?(?<host>[0-9A-Fa-f.:]{3,45}?)\]?:(?<port>\d{1,5})`;
const of = (pattern: string): RegExp => new RegExp(`^${PEER} ${pattern}`);

const WORDINGS: readonly Wording[] = [
  { pattern: of('TLS Auth Error: (?:Auth Username/Password|--client-config-dir|TLS object|username)[^:]{0,120}(?:verification failed|failed)'), says: 'failure' },
  { pattern: of('(?:TLS Auth Error|AUTH_FAILED|SENT CONTROL \\[(?<user>[^\\]]{0,200})\\]: \'AUTH_FAILED)'), says: 'failure' },
  { pattern: of('VERIFY (?:ERROR|KU ERROR|EKU ERROR|X509NAME ERROR|SCRIPT ERROR|PLUGIN ERROR|CRL ERROR)'), says: 'failure' },
  { pattern: of('TLS: Username/Password authentication succeeded for username \'(?<user>.{0,128})\''), says: 'success' },
  { pattern: of('(?:\\[(?<user>[^\\]]{1,128})\\] Peer Connection Initiated with)'), says: 'notice' },
  { pattern: of('(?:TLS Error: (?:tls-crypt|tls-auth|cannot locate HMAC|incoming packet authentication|Unroutable|unknown opcode|reading acknowledgement|could not determine wrapping)|TLS_ERROR: BIO read|OpenSSL: error|Bad encapsulated packet|WARNING: Bad encapsulated|Non-OpenVPN client protocol|Authenticate/Decrypt packet error)'), says: 'probe' },
  { pattern: of('SIGUSR1\\[soft,(?:connection-reset|tls-error|auth)[\\w-]{0,30}\\] received, client-instance restarting'), says: 'probe' },
  { pattern: of('(?:Connection reset, restarting|Fatal TLS error|SIGTERM|TLS|VERIFY OK|Control Channel|Data Channel|Local Options|Expected Remote|Re-using|Outgoing|Incoming|peer info|PUSH|SENT CONTROL|MULTI|LZO|\\[)'), says: 'notice' },
  { pattern: new RegExp(`^(?:TLS Error: (?:cannot locate HMAC|incoming packet authentication|tls-crypt unwrapping|unknown opcode)|Authenticate/Decrypt packet error|WARNING: Bad encapsulated).{0,160} from ${PEER}`), says: 'probe' },
  { pattern: new RegExp(`^TCP connection established with ${PEER}`), says: 'notice' },
  { pattern: of(''), says: 'notice' },
  { pattern: /^(?:OpenVPN|library|Diffie|TUN|net_|MULTI|UDP|TCP|Socket|Initialization|MANAGEMENT|WARNING|NOTE|Incoming|Outgoing|GID|UID|IFCONFIG|Listening|CRL|PLUGIN|SIG|Closing|ROUTE|event_wait|AUTH-PAM|Exiting|DCO|Data|do_|open_tun|Could|ECDH|TLS|\/\S{1,60} )/, says: 'quiet' },
];

/** OpenVPN servers: authentication and certificate failures, handshakes that are none. */
export const openvpn: Parser = {
  name: FORMAT,
  programs: ['openvpn', 'ovpn-server', 'ovpn'],
  claims: ({ program, text, body }) => {
    if (program !== null) return /^(?:ovpn|openvpn)/.test(program);
    const stamp = body === 0 ? STAMP.exec(text.slice(0, 60)) : null;
    return stamp !== null && OWN.test(text.slice(stamp[0].length, stamp[0].length + 200));
  },
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'vpn', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: ownMessage(record, STAMP, clock) ?? messageOf(record) }, emit) };
  },
};

const OWN = new RegExp(`^(?:OpenVPN \\d|TCP connection established with \\[AF_INET|MULTI: |TLS Error: |TUN/TAP device|Initialization Sequence|Incoming Control Channel Auth|MANAGEMENT: |${PEER.replaceAll(/\?<\w+>/g, '?:')} (?:TLS|VERIFY|SIGUSR1|\\[|Connection reset|Peer|peer info|Control Channel|MULTI|PUSH|SENT|WARNING|Fatal TLS|Outgoing|Incoming|Data Channel|TCP connection))`);
