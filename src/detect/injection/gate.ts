import type { Detach } from '../../domain/detach.ts';
import type { AuthEvent, WebEvent } from '../../domain/event.ts';
import type { TextLine } from '../text-line.ts';
import { isWorthALook } from './ploy.ts';

/** The shortest command met is `do not flag`. */
const SHORTEST = 11;
/** A login record of usual length holds nothing beside its fields that anybody could write a sentence into. */
const LONG_LOGIN = 160;
/** Agents and hosts come again by the thousand: what was asked of so many is remembered. */
const REMEMBERED = 1_024;

/** Names the field in which a text is worth a look; null for most lines, at little cost. */
export type Gate = (text: string, line: TextLine) => string | null;

export function openGate(detach: Detach): Gate {
  const asked = new Map<string, boolean>();
  let lastHost: string | null = null;
  let lastHostWorth = false;
  const again = (text: string): boolean => {
    const known = asked.get(text);
    if (known !== undefined) return known;
    if (asked.size >= REMEMBERED) asked.clear();
    const worth = isWorthALook(text);
    asked.set(detach(text), worth);
    return worth;
  };
  const host = (name: string | null): boolean => {
    if (name !== lastHost) {
      lastHost = name;
      lastHostWorth = name !== null && name.length >= SHORTEST && isWorthALook(name);
    }
    return lastHostWorth;
  };
  return (text, line) => {
    if (line.kind === 'line') return isWorthALook(text) ? 'text' : null;
    if (host(line.host)) return 'host';
    switch (line.kind) {
      case 'web': return webField(line, again);
      case 'auth': return authField(line, text);
      default: return isWorthALook(text) ? 'text' : null;
    }
  };
}

const worth = (text: string | null): boolean => text !== null && text.length >= SHORTEST && isWorthALook(text);

function webField({ uri, agent, referer, forwarded, user, site, method }: WebEvent, again: (text: string) => boolean): string | null {
  if (worth(uri)) return 'uri';
  if (agent !== null && again(agent)) return 'agent';
  if (referer !== null && again(referer)) return 'referer';
  if (worth(user)) return 'user';
  if (worth(forwarded) || worth(site) || worth(method)) return 'text';
  return null;
}

function authField({ user }: AuthEvent, text: string): string | null {
  if (worth(user)) return 'user';
  return text.length > LONG_LOGIN && isWorthALook(text) ? 'text' : null;
}
