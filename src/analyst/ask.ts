import type { SessionState } from '../domain/session-state.ts';
import { addressOf, canonicalPlace } from '../domain/within.ts';
import type { AnswerKind, AnswerLine, Known, Question } from './answers/answer.ts';
import { answers } from './answers/index.ts';
import type { Call } from './moves/move.ts';
import { receiptOf } from './recall.ts';

export interface Desk extends Known {
  /** Runs a tool on the session and answers with the state after it; null where nothing can be run. */
  readonly run: ((call: Call) => Promise<SessionState>) | null;
}

export interface Answer {
  /** Name of the kind; null when the question was not understood. */
  readonly kind: string | null;
  readonly lines: readonly AnswerLine[];
  /** How the questions that can be answered are put, when this one cannot. */
  readonly canAnswer: readonly string[];
}

/** Answers a question about a session from what is on record, each line with what it rests on. */
export async function ask(question: string, desk: Desk): Promise<Answer> {
  const asked = takeApart(question, desk.state);
  const kind = bestFit(asked);
  if (kind === null) {
    const text = 'This question is not one that can be answered from the record without a model.';
    return { kind: null, lines: [{ text, refs: [] }], canAnswer: answers.map(({ example }) => example) };
  }
  const state = await fetch(kind.need?.(asked, desk) ?? [], desk);
  return { kind: kind.name, lines: kind.answer(asked, { ...desk, state }), canAnswer: [] };
}

function bestFit(asked: Question): AnswerKind | null {
  const scored = answers.map((kind) => ({ kind, score: kind.match(asked) })).filter(({ score }) => score > 0);
  const [first] = scored.sort((a, b) => b.score - a.score);
  return first?.kind ?? null;
}

/** Runs only what was not searched before. */
async function fetch(calls: readonly Call[], { state, run }: Desk): Promise<SessionState> {
  let now = state;
  for (const call of calls) {
    if (run !== null && receiptOf(now, call) === null) now = await run(call);
  }
  return now;
}

const LABEL = /^[EFI][1-9][0-9]{0,8}$/;
/** A question is typed by a person; more than this is something else. */
const LONGEST = 500;

function takeApart(question: string, state: SessionState): Question {
  const tokens = question.slice(0, LONGEST).split(/\s+/)
    .map((token) => token.replace(/^["'([{<]+|["')\]}>?!,;.]+$/g, '').replace(/(?<!:):$|['’]s$/, ''));
  const users = new Set(state.findings.flatMap((finding) => finding.users));
  return {
    words: new Set(tokens.map((token) => token.toLowerCase())),
    addresses: tokens.filter((token) => addressOf(token) !== null).map(canonicalPlace),
    labels: tokens.map((token) => token.toUpperCase()).filter((token) => LABEL.test(token)),
    users: tokens.filter((token) => users.has(token) && !PLAIN_WORDS.has(token.toLowerCase())),
  };
}

/** Attackers guess words of the language as account names. */
const PLAIN_WORDS = new Set([
  'a', 'an', 'the', 'of', 'in', 'is', 'was', 'what', 'who', 'why', 'user', 'users', 'from', 'for', 'after', 'show', 'list', 'do', 'did',
  'to', 'and', 'or', 'not', 'i', 'we', 'this', 'that', 'it', 'account', 'login', 'how', 'many', 'seen', 'before', 'timeline',
]);
