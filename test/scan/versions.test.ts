import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { inProcess } from '../../src/scan/executor.ts';
import { piecesOf } from '../../src/scan/history/pieces.ts';
import { KeySearch, type Seen, type Version } from '../../src/scan/history/search.ts';
import { Copies } from '../../src/sources/git/packs/delta.ts';
import { rules } from '../world.ts';
import { leak } from './past.ts';

vi.setConfig({ testTimeout: 120_000 });

const inspect = { salt: 'test', maxBytes: 1 << 24, always: /(?!)/, shadows: new Set<string>() };

/** Versions by number, with the keys that are found in each. */
async function found(versions: readonly string[], linked: boolean): Promise<string[]> {
  const executor = inProcess(rules(), inspect);
  const search = new KeySearch({ executor, rules: rules(), inspect, place: 'shop' });
  const keys: string[] = [];
  let before: { bytes: Buffer; version: Version | null } | null = null;
  for (const [at, text] of versions.entries()) {
    const bytes = Buffer.from(text);
    const pieces = before && linked ? piecesOf(copiesOf(before.bytes, bytes), bytes.length) : null;
    const change = pieces && before?.version ? { pieces, before: before.version } : null;
    const take = (seen: Seen): void => {
      keys.push(...seen.keys.map(({ fingerprint, file, line }) => `${file}:${line} ${fingerprint}`));
    };
    const { version, waiting } = search.look(bytes, `v${at}`, take, change);
    await waiting;
    before = { bytes, version };
  }
  await search.finish();
  return keys.sort();
}

/** What a version has in common with the one before, line by line, as a change in a pack says it. */
function copiesOf(before: Buffer, after: Buffer): Copies {
  const copies = new Copies();
  copies.baseSize = before.length;
  let [now, then] = [0, 0];
  for (const line of after.toString('latin1').split(/(?<=\n)/)) {
    const at = before.indexOf(line, then, 'latin1');
    const old = at >= 0 ? at : before.indexOf(line, 0, 'latin1');
    if (old >= 0 && line !== '') {
      copies.add(now, old, line.length);
      then = old + line.length;
    }
    now += line.length;
  }
  return copies;
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
