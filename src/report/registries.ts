import type { EntryChange } from '../model/change.ts';
import type { Registry } from '../model/registry.ts';
import { diffEntries } from '../registry/diff.ts';
import { entryChangeJson } from './comparison-json.ts';
import { describeEntryChange } from './describe-change.ts';
import { disarm, visible } from './escape.ts';
import { isHash } from './headline.ts';
import { code, text as markdown } from './markdown-text.ts';
import { quantity } from './quantity.ts';
import { quietJson } from './quiet.ts';

/** How a change of a registry is told. */
export type RegistryFormat = 'text' | 'markdown' | 'json';

/** What a change asks of a registry: a line an entry, or the same as data. */
export function describeRegistries(before: Registry, after: Registry, format: RegistryFormat): string {
  const changes = diffEntries(before, after);
  switch (format) {
    case 'text':
      return disarm([title(before, after), ...changes.map(line), summary(changes), ''].join('\n'));
    case 'markdown':
      return disarm(page(before, after, changes));
    case 'json': {
      const [from, to] = [before, after].map(({ origin, ref, digest }) => ({ origin, ref, digest }));
      return `${quietJson({ schemaVersion: '1.0.0', before: from, after: to, entries: changes.map(entryChangeJson) })}\n`;
    }
    default:
      return format satisfies never;
  }
}

function title(before: Registry, after: Registry): string {
  return `  from ${visible(nameOf(before))}\n  to   ${visible(nameOf(after))}\n`;
}

/** A commit that was named by itself is not told twice. */
function nameOf({ origin, ref }: Registry): string {
  const name = origin ?? 'no registry';
  if (ref === null) return name;
  const short = ref.commit.slice(0, 7);
  return isHash(ref.name, ref.commit) ? name.replace(ref.name, short) : `${name} (${short})`;
}

const marks = { added: '+', changed: '~', removed: '-' } as const;

function line(change: EntryChange): string {
  return `  ${marks[change.kind]} ${visible(describeEntryChange(change, 50))}`;
}

function summary(changes: readonly EntryChange[]): string {
  if (changes.length === 0) return '  Nothing is asked for.';
  const of = (kind: EntryChange['kind']): number => changes.filter((change) => change.kind === kind).length;
  const counts = [`${of('added')} added`, `${of('changed')} changed`, `${of('removed')} removed`];
  const own = changes.filter(({ approves }) => approves).length;
  return `\n  ${counts.join(', ')}${own === 0 ? '' : `; ${quantity(own, 'entry carries', 'entries carry')} an approval of ${own === 1 ? 'its' : 'their'} own`}`;
}

function page(before: Registry, after: Registry, changes: readonly EntryChange[]): string {
  const items = changes.map((change) => `- ${markdown(describeEntryChange(change, 50), 4000)}`);
  const head = `## What the change asks of the registry (${changes.length})\n\n${code(nameOf(before))} to ${code(nameOf(after))}\n`;
  return `${[head, ...(items.length > 0 ? items : ['Nothing is asked for.'])].join('\n')}\n`;
}
