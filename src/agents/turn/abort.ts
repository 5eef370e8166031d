/** Says that the signal came first; carries no value of its own. */
export const ABORTED: unique symbol = Symbol('aborted');

/** The promise's value, or `ABORTED` as soon as the signal aborts, even when the promise never settles. */
export async function orAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | typeof ABORTED> {
  let stop = (): void => undefined;
  const aborted = new Promise<typeof ABORTED>((resolve) => {
    stop = () => { resolve(ABORTED); };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } catch (trouble) {
    // What a cancelled wait throws is the abort itself.
    if (signal.aborted) return ABORTED;
    throw trouble;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Lets an abandoned generator clean up without waiting for it; it may hang, which is why it was abandoned. */
export function abandon(generator: AsyncIterator<unknown>): void {
  Promise.resolve(generator.return?.()).catch(() => undefined);
}
