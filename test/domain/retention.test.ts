import { describe, expect, it } from 'vitest';
import { retention } from '../../src/domain/retention.ts';
import { sessionNumber } from '../support/fake-ids.ts';

const kept = (number: number, more: { executedActions?: boolean; openIncident?: boolean; bytes?: number } = {}) =>
  ({ session: sessionNumber(number), bytes: 10, executedActions: false, openIncident: false, ...more });

describe('retention', () => {
  it('removes nothing and says nothing far below the limits', () => {
    expect(retention([kept(1), kept(2)], { sessions: 10, bytes: 1000 })).toEqual({ remove: [], held: [], notices: [] });
  });

  it('tells from 80 % of a limit on, before anything is removed', () => {
    const eight = Array.from({ length: 8 }, (_, index) => kept(index + 1));
    expect(retention(eight, { sessions: 10, bytes: 1e9 })).toMatchObject({ remove: [], notices: [expect.stringContaining('8 of 10 sessions kept: near') as string] });
    expect(retention(eight, { sessions: 100, bytes: 90 }).notices).toHaveLength(1);
  });

  it('removes the oldest until both limits hold', () => {
    const sessions = [kept(3), kept(1), kept(4), kept(2)];
    expect(retention(sessions, { sessions: 2, bytes: 1e9 }).remove).toEqual([sessionNumber(1), sessionNumber(2)]);
    expect(retention(sessions, { sessions: 9, bytes: 15 }).remove).toEqual([1, 2, 3].map(sessionNumber));
    expect(retention(sessions, { sessions: 2, bytes: 1e9 }).notices).toEqual([expect.stringContaining('over the limit')]);
  });

  it('never removes what executed actions or has an open incident, and says so', () => {
    const sessions = [kept(1, { executedActions: true }), kept(2, { openIncident: true }), kept(3), kept(4)];
    expect(retention(sessions, { sessions: 1, bytes: 1e9 })).toMatchObject({
      remove: [sessionNumber(3), sessionNumber(4)],
      held: [
        { session: sessionNumber(1), why: 'actions were executed in it' },
        { session: sessionNumber(2), why: 'an incident seen in it is open' },
      ],
    });
  });
});
