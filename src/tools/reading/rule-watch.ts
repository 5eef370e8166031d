import type { LoadedRules, RuleShelf } from '../../detect/sigma/loaded.ts';
import type { RuleHits } from '../../detect/sigma/rule-hits.ts';
import type { RuleSet } from '../../detect/sigma/rule-set.ts';
import type { Event } from '../../domain/event.ts';
import type { Fact } from '../../domain/fact.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';

/** Refusals told one by one; `soc rules lint` lists them all. */
const REFUSALS_TOLD = 20;
/** Lines whose keywords matched, kept until their event comes in its turn. */
const LINES_LIMIT = 65_536;

/** Rules at work on one reading of the logs. */
export interface RuleWatch {
  on(event: Event): void;
  /** Looks for keywords while the line of an event is at hand; null where no rule asks for that. */
  readonly line: ((event: Event, text: string) => boolean) | null;
  /** What the rules came to; they are loaded by then, where any event was theirs. */
  finish(): Promise<{ readonly facts: readonly Fact[]; readonly drafts: readonly FindingDraft[] }>;
}

/** Rules that were asked for are loaded at once, those shipped when the first event comes that they may be about. */
export async function openRuleWatch(shelf: RuleShelf | undefined): Promise<RuleWatch> {
  if (!shelf) return { on: () => undefined, line: null, finish: () => Promise.resolve({ facts: [], drafts: [] }) };
  return shelf.kinds === null ? watchWith(await opened(shelf)) : watchLazily(shelf, new Set(shelf.kinds));
}

interface Opened {
  readonly loaded: LoadedRules;
  readonly set: RuleSet;
  readonly hits: RuleHits;
}

async function opened(shelf: RuleShelf): Promise<Opened> {
  // The engine is loaded with the rules: most runs have nothing to ask of it.
  const [loaded, { openRuleSet }, { openRuleHits }] = await Promise.all([
    shelf.load(), import('../../detect/sigma/rule-set.ts'), import('../../detect/sigma/rule-hits.ts'),
  ]);
  return { loaded, set: openRuleSet(loaded.rules), hits: openRuleHits() };
}

function watchLazily(shelf: RuleShelf, kinds: ReadonlySet<string>): RuleWatch {
  const waiting: Event[] = [];
  let watch: RuleWatch | null = null;
  // Settles in any case: what failed is told where somebody waits for it.
  let coming: Promise<Result<null, unknown>> | null = null;
  const begin = async (): Promise<void> => {
    const ready = watchWith(await opened(shelf));
    for (const event of waiting.splice(0)) ready.on(event);
    watch = ready;
  };
  return {
    line: null,
    on: (event) => {
      if (watch) watch.on(event);
      else if (kinds.has(event.kind)) {
        waiting.push({ ...event });
        coming ??= begin().then(() => ok(null), fail);
      }
    },
    finish: async () => {
      const came = await coming;
      if (came?.ok === false) throw came.trouble;
      return watch ? watch.finish() : { facts: [], drafts: [] };
    },
  };
}

function watchWith({ loaded, set, hits }: Opened): RuleWatch {
  let lines = new Map<string, ReturnType<RuleSet['matchLine']>>();
  const placeOf = ({ log, offset, kind }: Event): string => `${log} ${offset} ${kind}`;
  return {
    on: (event) => {
      if (set.kinds.has(event.kind)) for (const rule of set.match(event)) hits.note(rule, event);
      if (lines.size === 0) return;
      const place = placeOf(event);
      for (const rule of lines.get(place) ?? []) hits.note(rule, event);
      lines.delete(place);
    },
    line: set.textKinds.size === 0 ? null : (event, text) => {
      if (!set.textKinds.has(event.kind)) return true;
      const found = set.matchLine(event, text);
      if (lines.size >= LINES_LIMIT) lines = new Map();
      if (found.length > 0) lines.set(placeOf(event), found);
      return true;
    },
    finish: async () => ({ facts: factsOf(loaded), drafts: hits.drain() }),
  };
}

function factsOf({ rules, refused, digest }: LoadedRules): readonly Fact[] {
  const trouble = (what: string): Fact => ({ type: 'trouble.met', where: 'rules', what });
  const told = refused.filter(({ unread }) => !unread);
  const unread = refused.length - told.length;
  return [
    { type: 'rules.taken', digest, rules: rules.length, refused: refused.length },
    ...told.slice(0, REFUSALS_TOLD).map(({ file, line, why }) => trouble(`${line === 0 ? file : `${file}:${line}`}: ${why}; the rule is not used`)),
    ...(told.length > REFUSALS_TOLD ? [trouble(`${told.length - REFUSALS_TOLD} more rules are not used; soc rules lint names them`)] : []),
    ...(unread > 0 ? [trouble(`${unread} rules are about logs that nothing here reads; soc rules lint names them`)] : []),
  ];
}
