import { isMap } from 'yaml';
import type { Collection, Page } from './edit-yaml.ts';
import { endOf, startOf } from './node.ts';
import { leading, nextLine, type Splice } from './splice.ts';

/**
 * New parts of a flow collection behind the one at `index`, `-1`: before all others. Where each stands on a line of its
 * own, so do they; a comment behind a part stays with it.
 */
export function extendFlow(node: Collection, index: number, texts: readonly string[], page: Page): readonly Splice[] {
  const before = node.items[index];
  if (before === undefined) return [openFlow(node, texts, page)];

  const end = endOf(before);
  const own = leading(page.text, startOf(before));
  if (own.trim() !== '') return [{ from: end, to: end, text: texts.map((each) => `, ${each}`).join('') }];

  const [tail = '', comma = ''] = /^[ \t]*(,?)[ \t]*#/.exec(page.text.slice(end, nextLine(page.text, end))) ?? [];
  const lines = texts.map((each) => `${page.eol}${own}${each}`);
  if (tail === '') return [{ from: end, to: end, text: lines.map((each) => `,${each}`).join('') }];

  const rest = page.text.slice(end, nextLine(page.text, end)).trimEnd().length;
  const added = { from: end + rest, to: end + rest, text: lines.join(',') + comma };
  return comma === '' ? [{ from: end, to: end, text: ',' }, added] : [added];
}

function openFlow(node: Collection, texts: readonly string[], { text }: Page): Splice {
  const [first] = node.items;
  if (first !== undefined) return { from: startOf(first), to: startOf(first), text: `${texts.join(', ')}, ` };

  const [start, end] = [startOf(node), endOf(node)];
  const inside = texts.join(', ');
  if (text.slice(start, end).includes('#')) return { from: start + 1, to: start + 1, text: ` ${inside},` };
  return { from: start, to: end, text: isMap(node) ? `{ ${inside} }` : `[${inside}]` };
}

/** Takes parts out of a flow collection, with the comma that parted them. Where comments stand between, they stay. */
export function removeFromFlow(node: Collection, gone: ReadonlySet<number>, { text }: Page): readonly Splice[] {
  const isCommented = text.slice(startOf(node), endOf(node)).includes('#');
  const firstKept = node.items.findIndex((_, index) => !gone.has(index));
  return [...gone].map((index) => {
    const item = node.items[index];
    const [from, to] = [startOf(item), endOf(item)];
    if (isCommented) return { from, to: to + (/^\s*,/.exec(text.slice(to))?.[0].length ?? 0), text: '' };
    if (index > firstKept) return { from: endOf(node.items[index - 1]), to, text: '' };
    return { from, to: startOf(node.items[index + 1]), text: '' };
  });
}
