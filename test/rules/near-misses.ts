import type { Kind } from './carriers.ts';
import { variable } from './carriers.ts';

/** A text that holds something like a key, and the one property in which it differs from one. */
export interface NearMiss {
  readonly property: string;
  readonly text: string;
}

/** Every way to break a key of a kind in one property, each as it stands bound to its own name. */
export function nearMisses(kind: Kind, key: string, index: number): readonly NearMiss[] {
  const { pattern, context, checks } = kind.key;
  const whole = new RegExp(`^(?:${pattern})$`);
  // Some keys stand in more than themselves: a field and its quotes.
  const isAll = whole.test(key);
  const head = /^[A-Za-z]{2,}[-_.|]?/.exec(key)?.[0] ?? '';
  const hasHead = head !== '' && pattern.startsWith(head.slice(0, 2));
  const broken = [
    { property: 'a letter that no key has', value: `${key.slice(0, 8)}!${key.slice(9)}` },
    { property: 'cut short', value: key.slice(0, head.length + 6) },
    ...(isAll ? [{ property: 'one too few', value: key.slice(0, -1) }] : []),
    ...(isAll ? [{ property: 'one too many', value: `${key}a` }] : []),
    ...(hasHead ? [{ property: 'another head', value: `q${key.slice(1)}` }] : []),
    ...(hasHead ? [{ property: 'a letter before its head', value: `a${key}` }] : []),
    ...(hasHead ? [{ property: 'one letter repeated', value: head + 'a'.repeat(key.length - head.length) }] : []),
    ...checks.flatMap((check) =>
      check.check === 'sum' && check.effect === 'require'
        ? [{ property: 'a wrong checksum', value: key.slice(0, -1) + (key.endsWith('a') ? 'b' : 'a') }]
        : [],
    ),
  ].filter(
    ({ value, property }) => property === 'a wrong checksum' || /head|repeated/.test(property) || !whole.test(value),
  );
  const named = broken.map(({ property, value }) => ({ property, text: `${variable(kind)}='${value}'` }));
  const elsewhere = { property: 'bound to the name of something else', text: `BUILD_REVISION_${index}='${key}'` };
  return context === 'none' || context === 'shared' ? named : [...named, elsewhere];
}
