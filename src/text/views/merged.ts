import type { Edit } from './draft.ts';

/** The edits of several lists, each in order, as one list in order. Of those that overlap the first stays. */
export function* merged(lists: readonly Iterable<Edit>[]): Iterable<Edit> {
  const heads = lists.map((list) => {
    const iterator = list[Symbol.iterator]();
    return { iterator, edit: iterator.next() };
  });
  let done = 0;
  for (;;) {
    let first: (typeof heads)[number] | null = null;
    for (const head of heads) {
      if (!head.edit.done && (!first || first.edit.done || head.edit.value.start < first.edit.value.start))
        first = head;
    }
    if (!first || first.edit.done) return;
    const edit = first.edit.value;
    first.edit = first.iterator.next();
    if (edit.start < done) continue;
    yield edit;
    done = edit.end;
  }
}
