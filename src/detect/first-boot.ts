import type { Event } from '../domain/event.ts';
import { capName, copyText } from './tally.ts';

const MINUTE = 60_000;
/** What sets a machine up at its first boot (cloud-init, preseed) has made its accounts by then. */
const SETTING_UP = 10 * MINUTE;
/** Records of one boot do not all carry the same second. */
const SLACK = 2 * MINUTE;
/** Hosts remembered: more come only from forged envelopes. */
const HOSTS = 1_024;

interface Beginning {
  /** Time of the host's first record. */
  readonly first: number;
  booted: number;
  /** First time somebody came from the network, got in or not, or worked under another account. */
  visited: number;
}

export interface FirstBoot {
  note(event: Event): void;
  /** Whether the host's records begin with a boot a few minutes before, and nobody had been there yet. */
  explains(host: string | null, time: number): boolean;
}

export function openFirstBoot(): FirstBoot {
  const hosts = new Map<string, Beginning>();
  const beginningOf = (host: string, time: number): Beginning | null => {
    const name = capName(host);
    const known = hosts.get(name);
    if (known || hosts.size >= HOSTS) return known ?? null;
    const beginning: Beginning = { first: time, booted: NaN, visited: Infinity };
    hosts.set(copyText(name), beginning);
    return beginning;
  };
  return {
    note(event) {
      if (event.time === null || event.host === null) return;
      const beginning = beginningOf(event.host, event.time);
      if (!beginning) return;
      if (event.kind === 'system' && event.action === 'boot' && Number.isNaN(beginning.booted)) beginning.booted = event.time;
      if (event.kind === 'auth' ? event.source !== null : event.kind === 'privilege') beginning.visited = Math.min(beginning.visited, event.time);
    },
    explains(host, time) {
      const beginning = host === null ? undefined : hosts.get(capName(host));
      if (!beginning) return false;
      const { first, booted, visited } = beginning;
      return time - booted >= -SLACK && time - booted <= SETTING_UP && booted - first <= SLACK && visited > time;
    },
  };
}
