import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRegistry } from '../src/registry/load.ts';
import { story } from './story.ts';
import { home, scanAt, scanCase } from './world.ts';

const cases = join(home, 'fixtures/cases');

test.each(readdirSync(cases))('%s', async (name) => {
  const told = JSON.stringify(story(await scanCase(join(cases, name))), null, 2);
  await expect(`${told}\n`).toMatchFileSnapshot(join(cases, name, 'expected.json'));
});

test('the estate', async () => {
  const estate = join(home, 'fixtures/estate');
  const report = await scanAt([estate], { registry: await loadRegistry(null, estate) });
  await expect(`${JSON.stringify(story(report), null, 2)}\n`).toMatchFileSnapshot(join(home, 'fixtures/estate.json'));
});
