import type { Event, LineRef } from '../domain/event.ts';

/** Where a text was read: the event it became, or its place alone. */
export type TextLine = Event | UnreadLine;
export interface UnreadLine extends LineRef {
  readonly kind: 'line';
  readonly time: null;
  /** A parser knows it as a line that says nothing about security. */
  readonly quiet: boolean;
}
