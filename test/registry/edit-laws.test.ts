import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { edit, layOut } from '../../src/registry/edit.ts';
import { flow } from '../../src/registry/layout.ts';
import { parseRegistry } from '../../src/registry/parse.ts';
import { reconcile } from '../../src/registry/reconcile.ts';
import { written, writtenApproval, writtenScope } from '../../src/registry/render.ts';
import type { Stub } from '../../src/registry/stub.ts';
import { bare, scope, signed, stubs } from './entries.ts';
import { agentAt, census, registry, terms } from './world.ts';

/** The ways in which people write a registry. */
const styles: Readonly<Record<string, (entries: readonly Stub[]) => string>> = {
  block: (entries) =>
    `apiVersion: rollcall/v1\nagents:${entries.length === 0 ? ' []\n' : '\n'}${entries.map(layOut).join('')}`,
  windows: (entries) => styles.block?.(entries).replaceAll('\n', '\r\n') ?? '',
  unended: (entries) => styles.block?.(entries).trimEnd() ?? '',
  flow: (entries) => `apiVersion: rollcall/v1\nagents: ${flow(entries.map(written))}\n`,
  lines: (entries) =>
    `apiVersion: rollcall/v1\nagents:${entries.length === 0 ? ' []' : ''}\n${entries.map((each) => `  - ${flow(written(each))}\n`).join('')}`,
  json: (entries) => JSON.stringify({ apiVersion: 'rollcall/v1', agents: entries.map(written) }, null, 4),
  minified: (entries) => `\ufeff${JSON.stringify({ apiVersion: 'rollcall/v1', agents: entries.map(written) })}`,
};

// Seven styles add up.
const runs = { numRuns: 20 };

function read(text: string): Stub[] {
  return parseRegistry([{ file: 'r', text }], null).entries.map(bare);
}

function sorted(entries: readonly Stub[]): Stub[] {
  return entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

describe.each(Object.keys(styles))('a registry in the style %s', (style) => {
  const text = (entries: readonly Stub[]) => styles[style]?.(entries) ?? '';

  test('is read as it was written', () => {
    fc.assert(
      fc.property(stubs, (entries) => {
        expect(read(text(entries))).toEqual(sorted(entries));
      }),
      runs,
    );
  });

  test('takes new entries behind those that it has', () => {
    fc.assert(
      fc.property(stubs, fc.nat(4), (entries, count) => {
        const [old, added] = [entries.slice(0, count), entries.slice(count)];
        expect(read(edit({ file: 'r', text: text(old) }, { added }))).toEqual(sorted(entries));
      }),
      runs,
    );
  });

  test('is edited back to what it said, and twice as once', () => {
    fc.assert(
      fc.property(stubs, fc.nat(3), scope, (entries, index, other) => {
        const entry = entries[index];
        if (!entry) return;
        const approved = signed({ ...entry, scope: other });
        const changed = new Map([[entry.id, fieldsOf(approved)]]);
        const once = edit({ file: 'r', text: text(entries) }, { changed });
        expect(read(once)).toEqual(sorted(entries.map((one) => (one === entry ? approved : one))));
        expect(edit({ file: 'r', text: once }, { changed })).toBe(once);
        const back = edit({ file: 'r', text: once }, { changed: new Map([[entry.id, fieldsOf(entry)]]) });
        expect(read(back)).toEqual(sorted(entries));
      }),
      runs,
    );
  });
});

function fieldsOf({ status, approval, scope }: Stub) {
  const scoped = writtenScope(scope);
  return {
    status,
    approval: approval ? writtenApproval(approval) : undefined,
    scope: Object.keys(scoped).length > 0 ? scoped : undefined,
  };
}

test('however a registry is laid out, an entry is edited into what was meant', () => {
  const options = fc.record({
    indent: fc.integer({ min: 1, max: 8 }),
    indentSeq: fc.boolean(),
    lineWidth: fc.constantFrom(0, 20, 80),
    defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL'),
    defaultKeyType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE'),
    collectionStyle: fc.constantFrom('any', 'block', 'flow'),
    blockQuote: fc.constantFrom(true, 'folded' as const, 'literal' as const),
  });
  fc.assert(
    fc.property(stubs, fc.nat(3), scope, options, (entries, index, other, layout) => {
      const text = stringify({ apiVersion: 'rollcall/v1', agents: entries.map(written) }, layout);
      // Narrow and folded, the library now and then writes another text than it was given.
      fc.pre(says(text, entries));
      const entry = read(text)[index];
      if (!entry) return;
      const wanted = { ...signed({ ...entry, scope: other }), note: 'x' };
      const fields = { ...fieldsOf(wanted), note: 'x' };
      const result = read(edit({ file: 'r', text }, { changed: new Map([[entry.id, fields]]) }));
      expect(result).toEqual(read(text).map((one) => (one.id === entry.id ? wanted : one)));
    }),
    runs,
  );
});

/** Whether a text is a registry of these entries. */
function says(text: string, entries: readonly Stub[]): boolean {
  try {
    return JSON.stringify(read(text)) === JSON.stringify(sorted(entries));
  } catch {
    return false;
  }
}

test('a text of several lines behind a key in quotes becomes a plain one', () => {
  const text = `"apiVersion": rollcall/v1\n"agents":\n  - "id": a\n    "name": A\n    "status": |-\n      draft\n    "match": { "hosts": [h] }\n`;
  const changed = new Map([['a', { status: 'rejected' }]]);
  expect(edit({ file: 'r', text }, { changed })).toBe(text.replace('|-\n      draft', 'rejected'));
});

test('comments, and entries that are not concerned, survive every edit as they are', () => {
  const marks = fc.array(fc.record({ own: fc.boolean(), deep: fc.nat(8), behind: fc.boolean() }), {
    minLength: 60,
    maxLength: 60,
  });
  fc.assert(
    fc.property(stubs, fc.nat(3), marks, fc.constantFrom('\n', '\r\n'), (entries, index, places, eol) => {
      const parts = [`apiVersion: rollcall/v1\nagents:\n`, ...entries.map(layOut)].map((part) =>
        commented(part, places, eol),
      );
      const entry = entries[index];
      if (!entry) return;
      const { status, approval } = signed(entry);
      const fields = { status, approval: approval && writtenApproval(approval) };
      const result = edit({ file: 'r', text: parts.join('') }, { changed: new Map([[entry.id, fields]]) });
      for (const [number, part] of parts.entries()) if (number !== index + 1) expect(result).toContain(part);
      if (entry.approval === null) expect(result.match(/#c\d+/g)).toEqual(parts.join('').match(/#c\d+/g));
      expect(result.replaceAll(eol, '')).not.toMatch(/[\r\n]/);
    }),
    runs,
  );
});

/** Comments behind lines, and on lines of their own. */
function commented(
  part: string,
  places: readonly { own: boolean; deep: number; behind: boolean }[],
  eol: string,
): string {
  return part
    .trimEnd()
    .split('\n')
    .map((line, index) => {
      const { own, deep, behind } = places[index % places.length] ?? { own: false, deep: 0, behind: false };
      // What is set deeper than an entry belongs to the one before.
      const column = index === 0 ? Math.min(deep, 2) : deep;
      const above = own ? `${' '.repeat(column)}#c${index}${eol}` : '';
      return `${above}${line}${behind ? `  #c${index}` : ''}${eol}`;
    })
    .join('');
}

test('an entry that was edited and then approved is approved', () => {
  fc.assert(
    fc.property(scope, (other) => {
      const [entry] = read(
        'apiVersion: rollcall/v1\nagents:\n  - { id: a, name: a, status: draft, identities: [i] }\n',
      );
      if (!entry) throw new Error('nothing was read');
      const approved = signed({ ...entry, scope: other });
      const text = edit(
        { file: 'r', text: styles.block?.([entry]) ?? '' },
        { changed: new Map([['a', fieldsOf(approved)]]) },
      );
      const [found] = parseRegistry([{ file: 'r', text }], null).entries;
      if (!found) throw new Error('nothing was read');
      const agent = agentAt('x', { identities: ['i'] });
      const [verdict] = reconcile(census(agent), registry(found), terms).verdicts;
      expect(verdict?.state).toBe('approved');
    }),
  );
});
