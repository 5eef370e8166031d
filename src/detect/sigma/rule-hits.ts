import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import type { Severity } from '../../domain/severity.ts';
import { remember } from '../attempts.ts';
import { capName } from '../tally.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';
import { personIn } from '../windows/people.ts';
import { between, plural, quoted } from '../wording.ts';
import { attackOf, categoryOf } from './attack-tags.ts';
import type { Level, Rule } from './rule.ts';
import { sourceOf } from './sources.ts';

/** Rules that matched, host by host; more are only kept while they are recent. */
const STATE_LIMIT = 4_096;
const NAMES_LISTED = 8;
/** Longest piece of a record told in a reason. */
const SHOWN = 160;

interface Hits {
  readonly rule: Rule;
  readonly key: string;
  readonly host: string | null;
  readonly trail: Trail;
  readonly lines: Telling[];
  readonly users: string[];
  readonly sources: string[];
  readonly targets: string[];
  readonly shown: string | null;
}

/** Matches of rules, gathered into findings: one for each rule and host, however often it matched. */
export interface RuleHits {
  note(rule: Rule, event: Event): void;
  drain(): readonly FindingDraft[];
  evicted(): number;
}

export function openRuleHits(): RuleHits {
  const detach = openDetach();
  const stories = openKeyed<Hits>(STATE_LIMIT, () => true);
  const due = new Set<Hits>();
  return {
    note: (rule, event) => {
      const key = `${rule.id} ${event.host ?? ''}`;
      let hits = stories.get(key);
      if (hits) extend(hits.trail, event);
      else {
        const host = event.host === null ? null : detach(capName(event.host));
        const said = saidBy(event);
        hits = {
          rule, key: detach(key), host, trail: openTrail(event), lines: [], users: [], sources: [], targets: [],
          shown: said === null ? null : detach(said.slice(0, SHOWN)),
        };
        stories.set(hits.key, hits);
      }
      remember(hits.users, personIn(event.user), NAMES_LISTED, detach);
      remember(hits.sources, event.source, NAMES_LISTED, detach);
      remember(hits.targets, event.target === null ? null : capName(event.target), NAMES_LISTED, detach);
      if (hits.lines.length < TELLING_LIMIT) hits.lines.push(telling(event));
      due.add(hits);
    },
    drain: () => {
      const drafts = [...due].map(draftOf);
      due.clear();
      return drafts;
    },
    evicted: () => stories.evicted(),
  };
}

/** The part of an event that a person would read first. */
function saidBy(event: Event): string | null {
  if (event.kind === 'windows') {
    const { CommandLine, ScriptBlockText, TargetObject, TargetFilename } = event.fields;
    return CommandLine ?? ScriptBlockText ?? TargetObject ?? TargetFilename ?? event.target;
  }
  if (event.kind === 'process') return event.command ?? event.target;
  return event.kind === 'web' ? event.uri : event.target;
}

const SEVERITIES: Record<Level, Severity> = { informational: 'info', low: 'low', medium: 'medium', high: 'high', critical: 'critical' };

const isAttempt = ({ source }: Rule): boolean => sourceOf(source)?.attempts ?? false;

function severityOf(rule: Rule): Severity {
  const { level } = rule;
  return isAttempt(rule) && (level === 'high' || level === 'critical') ? 'medium' : SEVERITIES[level];
}

/** Of these, a target is a host or an account, and not the program that a record is about. */
const NAMING: ReadonlySet<FindingDraft['category']> = new Set<FindingDraft['category']>(['lateral-movement', 'account-change']);

const progressOf = (rule: Rule): FindingDraft['progress'] =>
  (isAttempt(rule) ? 'attempt' : rule.level === 'low' || rule.level === 'informational' ? 'cannot-tell' : 'action');

function draftOf({ rule, key, host, trail, lines, users, sources, targets, shown }: Hits): FindingDraft {
  const said = shown === null ? '' : ` The first: ${quoted(shown)}.`;
  const category = categoryOf(rule.tags, isAttempt(rule));
  return {
    detector: 'sigma', key, category, family: rule.id, title: capName(rule.title), severity: severityOf(rule),
    confidence: rule.level === 'informational' || rule.level === 'low' ? 'low' : 'medium', progress: progressOf(rule),
    attack: [...attackOf(rule.tags)], sources: [...sources], targets: NAMING.has(category) ? [] : [...targets], users: [...users],
    hosts: host === null ? [] : [host], count: Math.max(1, trail.count), first: timeOrNull(trail.first), last: timeOrNull(trail.last),
    lines: citedLines(trail, lines), taint: ['command', 'fields'],
    reason: `The rule ${rule.id} matches ${plural(trail.count, 'record')} ${between(trail.first, trail.last)}. `
      + `${firstSentence(rule)}${said}`,
    benign: benignOf(rule),
  };
}

function firstSentence({ description, title }: Rule): string {
  const text = description === '' ? title : description.replace(/\s+/g, ' ');
  const sentence = /^.{1,280}?[.!?](?= |$)/.exec(text)?.[0] ?? text.slice(0, 280);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

const UNKNOWN = /^(?:unknown|unlikely|none|n\/a|-)\.?$/i;

function benignOf({ falsePositives }: Rule): string {
  const known = falsePositives.filter((text) => !UNKNOWN.test(text.trim()));
  return known.length > 0 ? known.join('; ') : 'The rule names no innocent reason; ask who runs this host whether it was meant.';
}
