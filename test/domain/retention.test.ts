import { describe, expect, it } from 'vitest';
import { retentionNotices } from '../../src/domain/retention.ts';

const sessions = (number: number): readonly number[] => Array.from({ length: number }, () => 10);

describe('retention', () => {
  it('says nothing far below the limits', () => {
    expect(retentionNotices(sessions(2), { sessions: 10, bytes: 1000 })).toEqual([]);
  });

  it('tells from 80 % of a limit on, and of each limit by itself', () => {
    expect(retentionNotices(sessions(8), { sessions: 10, bytes: 1e9 }))
      .toEqual([expect.stringContaining('8 of 10 sessions kept: near the limit')]);
    expect(retentionNotices(sessions(8), { sessions: 100, bytes: 90 })).toEqual([expect.stringMatching(/^sessions take/)]);
    expect(retentionNotices(sessions(11), { sessions: 10, bytes: 90 })).toHaveLength(2);
    expect(retentionNotices(sessions(11), { sessions: 10, bytes: 1e9 })).toEqual([expect.stringContaining('over the limit')]);
  });
});
