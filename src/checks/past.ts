import type { EvidenceOf } from '../model/evidence.ts';
import type { Dated, KeyHistory } from '../model/history.ts';
import { byCodeUnit } from '../text/order.ts';

type Key = EvidenceOf<'key'>;

/** What is said of a key that no file of the tree holds, as the rest of a sentence. */
export function past(history: KeyHistory): string {
  const { type, first, last, removed, inHead, reachable } = history;
  if (type === 'tag') return `is written into the message of a tag${first ? ` of commit ${told(first)}` : ''}`;
  if (!first || !last)
    return 'is in an object of the repository that no commit was seen to hold, and anyone who has the object can read it';
  if (type === 'commit') return `is written into the message of commit ${told(first)}${reachable ? '' : unlinked}`;
  if (inHead) return `is in this file in HEAD since commit ${told(first)}, and not in the work tree`;
  if (!reachable) return `was written into this file by commit ${told(first)}${unlinked}`;

  const end = removed
    ? `removed by commit ${told(removed)}`
    : `is still in commit ${told(last)}, the end of another branch`;
  return `was written into this file by commit ${told(first)} and ${end}; it is in history only`;
}

/** Since when a key in a file of the tree is in the repository, where its history was searched. */
export function since(keys: readonly Key[], at: Key): string {
  const [first] = keys
    .flatMap(({ history, ...key }) => (history?.first ? { ...key, at: history.first } : []))
    .toSorted((a, b) => byCodeUnit(stamp(a), stamp(b)));
  if (!first) return '';
  const isHere = first.place === at.place && first.file === at.file;
  if (isHere) return `; commit ${told(first.at)} brought it in`;
  return `; it was first written by commit ${told(first.at)}, into ${first.file}`;
}

/** What is earlier sorts first, as a text. */
function stamp({ at, file }: { readonly at: Dated; readonly file: string }): string {
  return `${at.date} ${at.commit} ${file}`;
}

const unlinked = ', which no branch or tag leads to, and which can still be read';

/** `1a2b3c4 on 2025-02-03` */
function told({ commit, date }: Dated): string {
  return `${commit.slice(0, 7)}${date === null ? '' : ` on ${date.slice(0, 10)}`}`;
}
