/** Cells of the table that are still quick to fill: about a tenth of a second. */
const MOST_CELLS = 16_000_000;

/**
 * Which items of `then` stand in `now` in the same order: for each its index there, or null. The longest common
 * subsequence, so that one item missing does not put all after it out of step. Where both differ over very long
 * stretches, those are compared place by place.
 */
export function align(then: readonly string[], now: readonly string[]): readonly (number | null)[] {
  let start = 0;
  while (start < then.length && start < now.length && then[start] === now[start]) start += 1;
  let same = 0;
  while (same < Math.min(then.length, now.length) - start && then.at(-1 - same) === now.at(-1 - same)) same += 1;
  const shift = now.length - then.length;
  const middle = alignMiddle(then.slice(start, then.length - same), now.slice(start, now.length - same));
  return then.map((_, index) => {
    if (index < start) return index;
    if (index >= then.length - same) return index + shift;
    const at = middle[index - start] ?? null;
    return at === null ? null : at + start;
  });
}

function alignMiddle(then: readonly string[], now: readonly string[]): readonly (number | null)[] {
  const width = now.length + 1;
  if ((then.length + 1) * width > MOST_CELLS) return then.map((item, index) => (now[index] === item ? index : null));
  // At (i, j): how many of then[i…] and now[j…] can be paired.
  const pairs = new Uint32Array((then.length + 1) * width);
  const at = (i: number, j: number): number => pairs[i * width + j] ?? 0;
  for (let i = then.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      pairs[i * width + j] = then[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: (number | null)[] = [];
  for (let i = 0, j = 0; i < then.length;) {
    if (j < now.length && then[i] === now[j]) {
      found.push(j);
      i += 1;
      j += 1;
    } else if (j < now.length && at(i, j + 1) > at(i + 1, j)) j += 1;
    else {
      found.push(null);
      i += 1;
    }
  }
  return found;
}
