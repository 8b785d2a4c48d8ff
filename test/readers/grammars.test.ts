import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const folder = join(import.meta.dirname, '../../grammars');
const listed = z
  .array(z.object({ file: z.string(), sha256: z.string() }))
  .parse(JSON.parse(readFileSync(join(folder, 'grammars.json'), 'utf8')));

test('every grammar that lies in the repository is the one that its authors published', () => {
  const found = readdirSync(folder)
    .filter((name) => name.endsWith('.wasm'))
    .map((file) => ({
      file,
      sha256: createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    }));
  expect(found.toSorted((a, b) => (a.file < b.file ? -1 : 1))).toEqual(
    listed.map(({ file, sha256 }) => ({ file, sha256 })).toSorted((a, b) => (a.file < b.file ? -1 : 1)),
  );
});
