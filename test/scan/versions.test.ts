import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { inProcess } from '../../src/scan/executor.ts';
import { KeySearch, type Link } from '../../src/scan/history/search.ts';
import { rules } from '../world.ts';
import { leak } from './past.ts';

vi.setConfig({ testTimeout: 120_000 });

const inspect = { salt: 'test', maxBytes: 1 << 24, always: /(?!)/, shadows: new Set<string>() };

/** Versions by number, with the keys that are found in each. */
async function found(versions: readonly string[], linked: boolean): Promise<string[]> {
  const executor = inProcess(rules(), inspect);
  const search = new KeySearch({ executor, rules: rules(), inspect, place: 'shop' });
  const keys: string[] = [];
  for (const [at, text] of versions.entries()) {
    const link: Link = { file: linked ? 1 : 0, goesOn: linked && at + 1 < versions.length };
    await search.look(
      Buffer.from(text),
      `v${at}`,
      (seen) => keys.push(...seen.keys.map(({ fingerprint, file, line }) => `${file}:${line} ${fingerprint}`)),
      link,
    );
  }
  await search.finish();
  return keys.sort();
}

const filler = Array.from({ length: 600 }, (_, at) => `# line ${at} says nothing of openai or mistral, and goes on\n`);

test('of versions that follow each other the same is found as of each by itself', async () => {
  const edit = fc.record({ at: fc.nat(599), kind: fc.constantFrom('key', 'words', 'cut', 'back'), seed: fc.nat(3) });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 3 }), { minLength: 1, maxLength: 6 }), async (edits) => {
      const versions: string[] = [];
      let lines = [...filler];
      for (const all of edits) {
        for (const { at, kind, seed } of all) {
          if (kind === 'key') lines[at] = leak(`${seed}`);
          else if (kind === 'words') lines[at] = `MISTRAL_API_KEY = see the vault ${seed}\n`;
          else if (kind === 'cut') lines.splice(at, 5 * seed);
          else lines = [...filler];
        }
        versions.push(lines.join(''));
      }
      expect(await found(versions, true)).toEqual(await found(versions, false));
    }),
    { numRuns: 40 },
  );
});

test('wide text, binaries and what is small are looked at as a whole', async () => {
  const wide = (text: string): string => Buffer.from(`\ufeff${text}`, 'utf16le').toString('latin1');
  const versions = [filler.join(''), `${filler.join('')}${leak('one')}`].map(wide);
  const bytes = versions.map((one) => Buffer.from(one, 'latin1'));
  const executor = inProcess(rules(), inspect);
  const search = new KeySearch({ executor, rules: rules(), inspect, place: 'shop' });
  const lines: number[] = [];
  for (const [at, one] of bytes.entries())
    await search.look(one, 'x', ({ keys }) => lines.push(...keys.map(({ line }) => line)), {
      file: 1,
      goesOn: at === 0,
    });
  await search.finish();
  expect(lines).toEqual([601]);
});
