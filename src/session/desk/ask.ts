import type { Answer } from '../../analyst/ask.ts';
import { ask as answerFrom } from '../../analyst/ask.ts';
import type { Call } from '../../analyst/moves/move.ts';
import { openMasker } from '../../domain/masker.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { evolve } from '../../domain/session-state.ts';
import { clockTime, countText, spanText } from '../../domain/times.ts';
import type { LogSource } from '../../ports/log-source.ts';
import { TOOLS } from '../../tools/index.ts';
import type { House } from '../house.ts';
import { tradesOf } from './run-session.ts';
import type { StoredSession } from './stored.ts';

export type { Answer } from '../../analyst/ask.ts';

/**
 * Answers from what is on record; where a search is needed it is run over the session's logs, as far as they are
 * still there. The session itself has ended and is not written to. What is answered is masked, what is searched is not.
 */
export async function askSession(
  house: House, stored: StoredSession, question: string, signal: AbortSignal,
): Promise<Answer> {
  const { sources } = house.places.session(stored.id);
  const reopened = await house.logs(sources).reopen(stored.state.logs, sources);
  const logs = reopened.flatMap((log) => (log.ok ? [log.value] : []));
  const complete = logs.length === stored.state.logs.length && logs.length > 0;
  try {
    const answer = await answerFrom(question, {
      state: stored.state, knowledge: await house.knowledge.read(),
      format: { text: (value) => value, time: clockTime, count: countText, span: spanText },
      // A search over half of the logs would count too little and say so nowhere.
      run: complete ? runner(house, stored, { logs, signal }) : null,
    });
    const masker = openMasker();
    masker.deep(stored.state);
    return masker.deep(answer);
  } finally {
    for (const log of logs) await log.close();
  }
}

function runner(
  house: House, stored: StoredSession, { logs, signal }: { readonly logs: readonly LogSource[]; readonly signal: AbortSignal },
): (call: Call) => Promise<SessionState> {
  let state = stored.state;
  return async ({ tool: name, args }) => {
    const tool = TOOLS.find((one) => one.name === name);
    const input = tool?.input.safeParse(args);
    if (!tool || !input?.success) return state;
    const trades = await tradesOf(house, stored.state, () => Promise.resolve({ ok: false, trouble: 'nothing is written' }));
    for await (const told of tool.run(input.data, { state: () => state, logs, trades, signal })) {
      if (told.type !== 'progress' && told.type !== 'reasoning.delta') state = evolve(state, told);
    }
    return state;
  };
}
