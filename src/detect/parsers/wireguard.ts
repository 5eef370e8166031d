import { addressWithoutPort } from '../address.ts';
import { loginEvent, packetEvent } from '../network/device-events.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'wireguard';
const MESSAGE = /^(?:\[ *\d{1,12}\.\d{1,9}\] ?)?wireguard: [\w.-]{1,24}: (.{1,300})/;
const INVALID = /^Invalid (?:handshake initiation|handshake response|MAC of handshake, dropping packet|cookie reply) from (\S{4,60})$/;
/** The address outside is the peer's; the one inside is what it pretends to be. */
const UNALLOWED = /^Packet has unallowed src IP \([0-9A-Fa-f:.]{2,45}\) from peer \d{1,9} \((\S{4,60})\)$/;

/** WireGuard in the kernel: who comes without a key, and who sends what is not its own. */
export const wireguard: Parser = {
  name: FORMAT,
  programs: ['wireguard'],
  claims: (record) => record.program === 'kernel' && record.text.includes('wireguard: ', record.body)
    && MESSAGE.test(record.text.slice(record.body, record.body + 120)),
  taint: [],
  open: () => ({ feed: readMessage }),
};

function readMessage(record: LogRecord, emit: EmitEvent): Parsed {
  const said = MESSAGE.exec(record.text.slice(record.body, record.body + 400))?.[1]?.trimEnd() ?? '';
  const invalid = INVALID.exec(said);
  if (invalid) {
    emit(loginEvent(record, FORMAT, { service: 'vpn', outcome: 'failure', source: addressWithoutPort(invalid[1] ?? ''), user: null, method: 'key' }));
    return 'event';
  }
  const unallowed = UNALLOWED.exec(said);
  if (!unallowed) return 'quiet';
  emit(packetEvent(record, FORMAT, { action: 'blocked', source: addressWithoutPort(unallowed[1] ?? ''), target: null, direction: 'inbound', suspicious: true }));
  return 'event';
}
