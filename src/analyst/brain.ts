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
  const played = new Set(turns.flatMap(({ requests }) => requests.flatMap(({ ref }) => playedBy(ref))));
  /** Played since the last call: no request of their own tells the next thought of them, so the next one does. */
  const silent: string[] = [];
  const last = lastPlayed(thought, moves);
  if (last !== null) yield* say(last, state);
  for (let next = choose(moves, state, played); next !== null; next = choose(moves, state, played)) {
    const key = keyOf(next);
    played.add(key);
    const deed = next.move.act(state, next.subject);
    const calls = (deed.calls ?? []).filter(({ tool }) => thought.tools.some(({ name }) => name === tool));
    // A deed whose tools this session does not allow is not talked about either.
    if (calls.length === 0 && (deed.calls ?? []).length > 0) {
      silent.push(key);
      continue;
    }
    yield* reason(deed.reasoning);
    yield* pass(deed);
    for (const [at, call] of calls.entries()) {
      yield { type: 'tool', request: { ref: `${[...silent, key].join(' ')}/${at}`, name: call.tool, args: call.args } };
    }
    if (calls.length > 0) {
      yield { type: 'stop', reason: 'tools', why: next.move.name };
      return;
    }
    yield* say(next, state);
    silent.push(key);
  }
  yield { type: 'stop', reason: 'done', why: 'no move is left to play' };
}

const keyOf = ({ move, subject }: Chosen): string => `${move.name}/${subject}`;
/** `weigh-records/F2 weigh-login/F3/0`: what was played, the one that calls last, and the number of its call. */
const playedBy = (ref: string): readonly string[] => ref.slice(0, ref.lastIndexOf('/')).split(' ');

function choose(moves: readonly Move[], state: SessionState, played: ReadonlySet<string>): Chosen | null {
  for (const move of moves) {
    const subject = move.when(state).find((one) => !played.has(keyOf({ move, subject: one })));
    if (subject !== undefined) return { move, subject };
  }
  return null;
}

function lastPlayed({ turns }: Thought, moves: readonly Move[]): Chosen | null {
  const ref = turns.at(-1)?.requests[0]?.ref;
  const key = ref === undefined ? undefined : playedBy(ref).at(-1);
  const move = moves.find(({ name }) => key?.startsWith(`${name}/`));
  return key === undefined || move === undefined ? null : { move, subject: key.slice(move.name.length + 1) };
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
