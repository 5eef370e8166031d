import type { EventOf } from '../domain/event.ts';
import type { LogGap } from '../domain/log.ts';

/** Silence shorter than this is never a gap. */
const SHORTEST = 10 * 60_000;
/** A gap is this many times the log's own mean interval so far: a quiet log has long pauses by habit. */
const TIMES_MEAN = 40;
/** Intervals seen before the mean is believed. */
const WARM_UP = 30;
/** Gaps kept, longest first. */
const KEPT = 8;
/** A boot or logger record explains a gap that ends this close to it. */
const EXPLAINS = 2 * 60_000;

const EXPLANATION: Partial<Record<EventOf<'system'>['action'], string>> = {
  boot: 'reboot', shutdown: 'shutdown', 'logger-start': 'logger restarted', 'logger-stop': 'logger stopped',
  'clock-step': 'clock set',
};

interface OpenGap {
  readonly from: number;
  readonly to: number;
  readonly afterLine: number;
  explained: string | null;
}

/** Measures silence in one log by the log's own rate. A pause everyone takes (a quiet log's night) is no gap. */
export function openGapMeter() {
  let last: number | null = null;
  let lastLine = 0;
  let intervals = 0;
  let total = 0;
  let lastNote: { time: number; why: string } | null = null;
  const gaps: OpenGap[] = [];

  const open = (from: number, to: number): void => {
    const explained = lastNote && Math.abs(lastNote.time - from) <= EXPLAINS ? lastNote.why : null;
    gaps.push({ from, to, afterLine: lastLine, explained });
    gaps.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
    if (gaps.length > KEPT) gaps.pop();
  };
  return {
    see(time: number, line: number): void {
      if (last !== null && time > last) {
        const pause = time - last;
        if (pause >= SHORTEST && intervals >= WARM_UP && pause >= TIMES_MEAN * (total / intervals)) open(last, time);
        total += pause;
      }
      intervals += 1;
      if (last === null || time > last) last = time;
      lastLine = line;
    },
    note({ action, time }: EventOf<'system'>): void {
      const why = EXPLANATION[action];
      if (why === undefined || time === null) return;
      lastNote = { time, why };
      for (const gap of gaps) {
        if (gap.explained === null && Math.abs(time - gap.to) <= EXPLAINS) gap.explained = why;
      }
    },
    found: (): readonly LogGap[] => [...gaps].sort((a, b) => a.from - b.from),
  };
}
