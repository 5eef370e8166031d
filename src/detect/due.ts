/** Something that changed since the last drain and is to be told at the next. */
interface Due {
  due: boolean;
}

/** Queues one for the next drain, once. */
export function markDue<One extends Due>(queue: One[], one: One): void {
  if (one.due) return;
  one.due = true;
  queue.push(one);
}

/** Empties the queue, in the order in which its members became worth telling. */
export function takeDue<One extends Due>(queue: One[]): readonly One[] {
  const taken = queue.splice(0);
  for (const one of taken) one.due = false;
  return taken;
}
