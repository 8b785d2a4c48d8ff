import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { inProcess } from '../../src/scan/executor.ts';
import { Crew } from '../../src/scan/history/crew.ts';
import type { Tally } from '../../src/scan/history/looker.ts';
import { Reader } from '../../src/scan/history/reader.ts';
import { listMore, nothingListed } from '../../src/sources/git/listing.ts';
import { Packs } from '../../src/sources/git/packs/packs.ts';
import { openStore } from '../../src/sources/git/store.ts';
import { repositoryAt } from '../../src/sources/repository.ts';
import { makeTree } from '../sources/tree.ts';
import { rules } from '../world.ts';
import { leak, Past } from './past.ts';

vi.setConfig({ testTimeout: 120_000 });

const worker = new URL('../../dist/scan/history/worker.js', import.meta.url);
const { signal } = new AbortController();

/** A history in which keys come and go, packed. */
function history(): Past {
  const past = new Past();
  const filler = Array.from({ length: 400 }, (_, line) => `# line ${line} of many\n`);
  for (let commit = 0; commit < 24; commit++) {
    const lines = [...filler];
    lines.splice(commit * 9, commit % 4, commit % 3 === 0 ? leak(`${commit}`) : `# ${commit}\n`);
    past.commit({ [`app${commit % 5}/.env`]: lines.join(''), [`own${commit}.txt`]: leak(`own ${commit}`) });
  }
  past.git('repack', '-adfq', '--depth=20');
  return past;
}

/** Reads all blobs with so many threads; those beside this one run the file. */
async function read(root: string, jobs: number, file: URL): Promise<Tally & { unread: number }> {
  const repository = repositoryAt(root, root);
  if (repository === null || repository === 'outside') throw new Error('no repository');
  const store = await openStore(repository);
  if (typeof store === 'string') throw new Error(store);
  onTestFinished(() => store.close());
  const inspect = { salt: 'test', maxBytes: 1 << 24, always: /(?!)/, shadows: new Set<string>() };
  const about = { rules: rules(), inspect, place: 'shop', below: '', maxBytes: 1 << 24 };
  const crew = new Crew(jobs, store, about, { worker: file, least: 0 });
  const listed = nothingListed(store.width);
  const packs = Packs.open(store, listed, store.width);
  try {
    const objects = await listMore(store, listed, [...packs.untold, ...store.loose], signal);
    const executor = inProcess(rules(), inspect);
    const options = { ...about, executor, store, packs, crew, isKnown: () => false, signal, onProgress: () => {} };
    const reader = new Reader(options, objects);
    await reader.blobs(await reader.trees(async () => {}), []);
    return { ...reader.tally, unread: reader.unread.blobs.size };
  } finally {
    await crew.close();
    packs.close();
  }
}

test.runIf(existsSync(worker))('several threads find what one finds, each object once', async () => {
  const { root } = history();
  const one = await read(root, 1, worker);
  expect(one.holders.length).toBeGreaterThan(30);
  for (const jobs of [2, 4]) expect(await read(root, jobs, worker)).toEqual(one);
});

test('what a thread does not do that comes to an end is done by this one', async () => {
  const { root } = history();
  const one = await read(root, 1, worker);
  const file = join(makeTree(), 'dying.mjs');
  writeFileSync(
    file,
    "import { parentPort } from 'node:worker_threads';\nparentPort.once('message', () => process.exit(1));\n",
  );
  expect(await read(root, 3, pathToFileURL(file))).toEqual(one);
});
