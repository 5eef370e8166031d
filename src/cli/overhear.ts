import type { House } from '../session/house.ts';

type Store = House['knowledge'];

/** The same store; what it has to say after any access is remembered, because the next access may clear it. */
export function overheard(store: Store, notices: Set<string>): Store {
  const listen = <Value>(value: Value): Value => {
    const notice = store.notice();
    if (notice !== null) notices.add(notice);
    return value;
  };
  return {
    read: async () => listen(await store.read()),
    update: async (change) => listen(await store.update(change)),
    notice: () => store.notice(),
  };
}
