/** Expected trouble is a value: the caller must look before it uses. */
export type Result<Value, Trouble> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly trouble: Trouble };

export const ok = <Value>(value: Value): Result<Value, never> => ({ ok: true, value });
export const fail = <Trouble>(trouble: Trouble): Result<never, Trouble> => ({ ok: false, trouble });

export type NonEmpty<Item> = readonly [Item, ...Item[]];
export const isNonEmpty = <Item>(items: readonly Item[]): items is NonEmpty<Item> => items.length > 0;
