import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expand } from '../../../src/ruleset/template.ts';
import { views } from '../../../src/text/views.ts';

/** What views are made of, broken and whole. */
const pieces = [
  ...['\\', '\\\\', '\\n', '\\u002d', '\\u{2d}', '\\u', '\\x2', '\\055', '\\"', '%', '%25', '%2d', '&', '&amp;', '&#'],
  ...[
    '&#45;',
    '&#x110000;',
    '&lt;',
    '=3D',
    '=\r\n',
    'quoted-printable',
    '"',
    "'",
    '`',
    '"""',
    ' + ',
    ' . ',
    '..',
    '<>',
  ],
  ...['f"', '[', ']', '(', ')', ', ', '.join("")', 'join(', 'concat(', `\${a}`, '{a}', '$a', 'a = "', 'a', 'a += "'],
  ...['\n', '\r\n', '  ', '# ', '/*', '//', '=', '==', ':', 'sk-', 'A1b2C3d4E5f6G7h8', 'é', '😀', '\ud83d', '\0'],
  ...['c2stYW50LWFwaTAzLUExYjJDM2Q0', 'YQ', '////', 'w6nDqcOpw6nDqcOpw6nDqcOp', 'cwBrAC0AYQBuAHQALQBhAHAAaQA='],
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 150, size: 'max' }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const runs = { numRuns: 300 };

describe('whatever the text', () => {
  test('views are made, and their origins are in bounds and in order', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const view of views(text)) {
          const origins = Array.from({ length: view.text.length + 3 }, (_, at) => view.origin(at - 1));
          expect(origins.findIndex((origin, at) => !(origin >= (origins[at - 1] ?? 0)))).toBe(-1);
          expect(origins.every(Number.isInteger)).toBe(true);
          expect(origins.at(-1)).toBeLessThanOrEqual(text.length);
          expect(view.origin(Number.NaN)).toBe(origins.at(-1));
        }
      }),
      runs,
    );
  });

  test('the same views are made in the same order', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const seen = (): unknown[] => [...views(text)].map(({ how, text: read }) => [how, read]);
        expect(seen()).toEqual(seen());
      }),
      runs,
    );
  });

  test('a view is never larger than twice the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const view of views(text)) expect(view.text.length).toBeLessThanOrEqual(2 * text.length + 4_096);
      }),
      runs,
    );
  });
});

test('a text without signs has no views', () => {
  const plain = fc.array(fc.constantFrom('word', 'A1b2', ' ', '\n', ', ', '(', ')', ';', ': '), { maxLength: 80 });
  fc.assert(
    fc.property(plain, (parts) => {
      expect([...views(parts.join(' '))]).toEqual([]);
    }),
  );
});

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');

/** Ways of writing a character, as `escapes` must read them. */
const codes: Readonly<Record<string, (code: number) => string>> = {
  percent: (code) => `%${hex(code, 2)}`,
  twice: (code) => `%25${hex(code, 2).toUpperCase()}`,
  four: (code) => `\\u${hex(code, 4)}`,
  braces: (code) => `\\u{${hex(code, 1)}}`,
  two: (code) => `\\x${hex(code, 2)}`,
  octal: (code) => `\\${code.toString(8).padStart(3, '0')}`,
  decimal: (code) => `&#${code};`,
  entity: (code) => `&#x${hex(code, 2)};`,
};

/** A key, and for each of its characters whether it is escaped; the first one is. */
const keys = fc.tuple(fc.integer(), fc.array(fc.boolean(), { minLength: 43, maxLength: 43 })).map(([seed, marks]) => ({
  key: expand('sk-{{alnum:20}}_{{alnum:20}}', String(seed)),
  marks: [true, ...marks],
}));
const around = fc.constantFrom('', ' ', 'key = "', '\n', '# a comment\n', '{"a": "b", "c": "', '😀 ');

describe.each(Object.keys(codes))('what is written as %s', (name) => {
  test('is read again, and every character leads back to where it was written', () => {
    fc.assert(
      fc.property(keys, around, around, ({ key, marks }, before, after) => {
        let hidden = '';
        const starts = [...key].map((character, index) => {
          const start = before.length + hidden.length;
          hidden += marks[index] ? codes[name]?.(character.charCodeAt(0)) : character;
          return start;
        });
        const [view] = views(`${before}${hidden}" ${after}`);
        const at = view?.text.indexOf(key) ?? -1;
        expect(at).toBeGreaterThanOrEqual(0);
        expect(starts).toEqual([...key].map((_, index) => view?.origin(at + index)));
        expect(view?.origin(at + key.length)).toBe(before.length + hidden.length);
      }),
    );
  });
});

test('what is written as base64 is read again, and every character leads back to its group', () => {
  const said = fc.string({ unit: fc.constantFrom('a', 'Z', '1', ' ', '"', '\n', 'é', '—', '😀'), maxLength: 60 });
  const alphabet = fc.constantFrom('base64' as const, 'base64url' as const);
  fc.assert(
    fc.property(said, alphabet, around, around, (words, written, before, after) => {
      const text = `key-A1b2C3d4E5f6G7 ${words}`;
      const group = Buffer.from(text).toString(written);
      const made = [...views(`${before}${group} ${after}`)].filter(({ how }) => how.join() === 'base64');
      expect(made.map((view) => view.text)).toEqual([`${before}${text} ${after}`]);
      let bytes = 0;
      let at = before.length;
      for (const character of text) {
        expect(made[0]?.origin(at)).toBe(before.length + Math.floor(bytes / 3) * 4);
        at += character.length;
        bytes += Buffer.byteLength(character);
      }
    }),
  );
});

test('a literal in parts is read as one, whatever the parts', () => {
  const joint = fc.constantFrom('" + "', "' . '", '" &\n  "', '" & _\n "', '" <> "', '" || "', '" .. f"', '"/* */+"');
  const cuts = fc.array(fc.tuple(fc.integer({ min: 1, max: 42 }), joint), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(keys, cuts, around, ({ key }, places, before) => {
      const parts = new Map(places);
      const hidden = [...key].map((character, index) => (parts.get(index) ?? '') + character);
      const [view] = [...views(`${before}"${hidden.join('')}";`)].filter(({ how }) => how.join() === 'joined');
      const at = view?.text.indexOf(key) ?? -1;
      expect(at).toBeGreaterThanOrEqual(0);
      for (const [index] of parts) {
        const start = before.length + 1 + hidden.slice(0, index + 1).join('').length - 1;
        expect(view?.origin(at + index)).toBe(start);
      }
    }),
  );
});
