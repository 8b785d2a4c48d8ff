import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Reader } from '../../src/model/document.ts';
import type { Fact } from '../../src/model/fact.ts';
import { dotenv } from '../../src/readers/dotenv.ts';
import { hcl } from '../../src/readers/hcl.ts';
import { json } from '../../src/readers/json.ts';
import { manifest } from '../../src/readers/manifest.ts';
import { markdown } from '../../src/readers/markdown.ts';
import { notebookReader } from '../../src/readers/notebook.ts';
import { plain } from '../../src/readers/plain.ts';
import { toml } from '../../src/readers/toml.ts';
import { workflow } from '../../src/readers/workflow.ts';
import { yaml } from '../../src/readers/yaml.ts';

/** Reads a manifest under one name. */
const as = (path: string): Reader => ({ id: path, read: (text) => manifest.read(text, path) });

const readers: readonly Reader[] = [
  ...[dotenv, hcl, json, yaml, toml, workflow, markdown, plain, notebookReader(() => plain)],
  ...['package.json', 'pyproject.toml', 'requirements.txt', 'setup.py', 'setup.cfg', 'Pipfile'].map(as),
];

/** Pieces that mean something to one of the formats, in any order. */
const pieces = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    "'",
    '`',
    '\\',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    '=',
    '#',
    '- ',
    '? ',
    '|\n',
    '>-\n',
    '---\n',
  ],
  ...[
    '${',
    '<<-E\n',
    '&a ',
    '*a',
    '!!x ',
    '<<: ',
    '"""',
    "'''",
    '[[t]]',
    '/*',
    '//',
    '\uFEFF',
    '\u2028',
    '\uD800',
    '\u0000',
    '${{',
    '}}',
    '$(',
    '%%x',
    '!x',
  ],
  ...[
    'key',
    'NAME',
    '"cells"',
    '"source"',
    '"cell_type"',
    '"code"',
    'export ',
    '1e999',
    'null',
    '\\u00',
    'é',
    '😀',
    '1',
    '-',
  ],
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((list) => list.join(''));

function positions(fact: Fact) {
  return 'valueAt' in fact ? [fact.at, fact.valueAt] : [fact.at];
}

describe.each(readers.map((reader) => [reader.id, reader] as const))('%s', (_id, reader) => {
  test('throws on nothing, and every place it names is in the text', () => {
    fc.assert(
      fc.property(text, (source) => {
        const lines = source.split(/\r\n|\r|\n/);
        for (const { line, column } of reader.read(source, 'file').facts.flatMap(positions)) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
