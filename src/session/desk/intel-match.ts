import type { LineHits } from '../../intel/matcher/hit.ts';
import { openLineMatcher } from '../../intel/matcher/line-matcher.ts';
import { openPorts } from '../../intel/weigh/port.ts';
import { loadFeeds } from '../../tools/reading/ioc/load-feeds.ts';
import type { House } from '../house.ts';

/** A line that holds what feeds name. */
export interface MatchedLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly values: readonly { readonly value: string; readonly feed: string }[];
}

export interface MatchOutcome {
  readonly lines: number;
  readonly matched: number;
  readonly troubles: readonly string[];
}

/** Looks logs through for what the feeds name, line by line as grep would, and hands over each line that holds some. */
export async function matchLogs(
  house: House, paths: readonly string[], { onLine, signal }: { onLine(line: MatchedLine): Promise<void>; readonly signal: AbortSignal },
): Promise<MatchOutcome> {
  const feeds = await loadFeeds((await house.feeds.list()).feeds, house.feeds);
  const names = feeds.threats.map(({ info }) => info.name);
  const { logs, unreadable } = await house.logs(await house.scratchFolder()).open(paths, signal);
  let [lines, matched] = [0, 0];
  try {
    for (const log of logs) {
      const found: MatchedLine[] = [];
      const matcher = openLineMatcher(feeds.threats.map(({ open }) => open), (hits) => { found.push(...lineOf(hits, log.info.name, names)); });
      const hand = async (): Promise<void> => {
        matched += found.length;
        for (const one of found.splice(0)) await onLine(one);
      };
      for await (const chunk of log.chunks(signal)) {
        matcher.push(chunk);
        if (found.length > 0) await hand();
      }
      matcher.finish();
      await hand();
      lines += matcher.lines();
    }
  } finally {
    for (const log of logs) await log.close();
    for (const feed of [...feeds.threats, ...feeds.warnings]) await feed.close();
  }
  return { lines, matched, troubles: [...feeds.troubles, ...unreadable.map(({ path, why }) => `${path}: ${why}`)] };
}

/** Empty where the ports of all its values are others. */
function lineOf({ line, bytes, hits }: LineHits, file: string, names: readonly string[]): readonly MatchedLine[] {
  const text = bytes.toString('utf8');
  const portSeen = openPorts(bytes.toString('latin1'));
  const values = hits.filter(({ port, to }) => port === null || portSeen(to, port) !== 'another')
    .map(({ value, feed }) => ({ value, feed: names[feed] ?? '' }));
  return values.length === 0 ? [] : [{ file, line, text, values }];
}
