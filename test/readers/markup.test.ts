import { describe, expect, test } from 'vitest';
import { named, readAs } from './facts.ts';

describe('scripts are parsed in their place', () => {
  test.each([
    [
      'a component of Vue',
      'a.vue',
      '<template>it\'s {{ a }}</template>\n<script setup lang="ts">\nimport { ask } from "ai";\nconst x = ask(1 as Model);\n</script>',
      4,
    ],
    [
      'two scripts of one component',
      'a.vue',
      '<script>import { ask } from "ai"</script>\n<script setup>ask(1)</script>',
      2,
    ],
    [
      'a component of Svelte',
      'a.svelte',
      '<script>\n  import { ask } from "ai";\n  const f = () => ask(1);\n</script>\n<p on:click={f}>it\'s</p>',
      3,
    ],
    [
      'front matter of Astro',
      'a.astro',
      '---\nimport { ask } from "ai";\nconst x: X = await ask(1);\n---\n<p>{x}</p>',
      3,
    ],
    [
      'a page',
      'a.html',
      '<!doctype html>\r\n<script type="module">\r\nimport { ask } from "ai";\r\nask(1);\r\n</script>',
      4,
    ],
    ['a script that is never closed', 'a.html', '<p>it\'s</p><script>import { ask } from "ai"; ask(1);', 1],
  ])('%s', async (_title, file, text, line) => {
    const reading = await readAs(file, text);
    expect(named(reading, 'ask')).toEqual([`ai#ask:${line}`]);
    expect(reading.trouble).toBe('');
  });
});

test.each([
  ['data', '<script type="application/json">ask(1)</script>'],
  ['a template', '<script type="text/template">ask(1)</script>'],
  ['text', '<p>ask(1)</p>'],
])('%s is no script', async (_title, text) => {
  expect(named(await readAs('a.html', text), 'ask')).toEqual([]);
});

test('URLs of the markup are strings', async () => {
  const { facts } = await readAs('a.vue', '<template><a href="https://a.b/c">x</a></template>');
  expect(facts).toEqual([expect.objectContaining({ kind: 'string', value: 'https://a.b/c' })]);
});

test.each(['<script', '<script "', '<script>', '<script type="', '---\n'])(
  'a hundred thousand times %j is read in time',
  async (piece) => {
    const start = performance.now();
    expect((await readAs('a.astro', piece.repeat(100_000))).facts.length).toBeGreaterThanOrEqual(0);
    expect(performance.now() - start).toBeLessThan(20000);
  },
);
