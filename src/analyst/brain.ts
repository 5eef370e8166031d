import type { SessionState } from '../domain/session-state.ts';
import type { Brain, BrainEvent, Thought } from '../ports/brain.ts';
import { moves as allMoves } from './moves/index.ts';
import type { Deed, Move } from './moves/move.ts';

/**
 * Thinks without a model: plays the first applicable move that was not played on its subject, then says what its calls
 * brought. The same state gives the same thought.
 */
export const openEmbeddedBrain = (moves: readonly Move[] = allMoves): Brain => ({
  name: 'embedded analyst',
  async *think(thought, signal) {
    if (!signal.aborted) yield* play(thought, moves.filter(({ agent }) => agent === thought.agent));
  },
});

interface Chosen {
  readonly move: Move;
  readonly subject: string;
}

function* play(thought: Thought, moves: readonly Move[]): Generator<BrainEvent> {
  const { state, turns } = thought;
  const played = new Set(turns.flatMap(({ requests }) => requests.map(({ ref }) => playedBy(ref))));
  const last = lastPlayed(thought, moves);
  if (last !== null) yield* say(last, state);
  for (let next = choose(moves, state, played); next !== null; next = choose(moves, state, played)) {
    const key = keyOf(next);
    played.add(key);
    const deed = next.move.act(state, next.subject);
    const calls = (deed.calls ?? []).filter(({ tool }) => thought.tools.some(({ name }) => name === tool));
    yield* reason(deed.reasoning);
    yield* pass(deed);
    for (const [at, call] of calls.entries()) {
      yield { type: 'tool', request: { ref: `${key}/${at}`, name: call.tool, args: call.args } };
    }
    if (calls.length > 0) {
      yield { type: 'stop', reason: 'tools', why: next.move.name };
      return;
    }
    yield* say(next, state);
  }
  yield { type: 'stop', reason: 'done', why: 'no move is left to play' };
}

const keyOf = ({ move, subject }: Chosen): string => `${move.name}/${subject}`;
const playedBy = (ref: string): string => ref.slice(0, ref.lastIndexOf('/'));

function choose(moves: readonly Move[], state: SessionState, played: ReadonlySet<string>): Chosen | null {
  for (const move of moves) {
    const subject = move.when(state).find((one) => !played.has(keyOf({ move, subject: one })));
    if (subject !== undefined) return { move, subject };
  }
  return null;
}

function lastPlayed({ turns }: Thought, moves: readonly Move[]): Chosen | null {
  const ref = turns.at(-1)?.requests[0]?.ref;
  const move = moves.find(({ name }) => ref?.startsWith(`${name}/`));
  return ref === undefined || move === undefined ? null : { move, subject: playedBy(ref).slice(move.name.length + 1) };
}

function* say({ move, subject }: Chosen, state: SessionState): Generator<BrainEvent> {
  const { reasoning, claims } = move.say(state, subject);
  yield* reason(reasoning);
  if (claims.length > 0) yield { type: 'claims', claims };
}

/** Sentence by sentence, then the whole. */
function* reason(text: string): Generator<BrainEvent> {
  if (text === '') return;
  for (const sentence of text.match(/\S.*?(?:[.!?](?=\s|$)|$)\s*/gsu) ?? []) yield { type: 'reasoning.delta', text: sentence };
  yield { type: 'reasoning', text };
}

function* pass({ handoffs = [], messages = [] }: Deed): Generator<BrainEvent> {
  for (const handoff of handoffs) yield { type: 'handoff', ...handoff };
  for (const message of messages) yield { type: 'message', ...message };
}
