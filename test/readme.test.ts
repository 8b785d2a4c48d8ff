import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRegistry } from '../src/registry/load.ts';
import { loadFormat } from '../src/report/index.ts';
import { home, rules, scanAt } from './world.ts';

const block = /(<!-- first screen -->\n```text\n)([\s\S]*?)(```\n<!-- \/first screen -->)/;

test('the first screen of the README is what the command prints', async () => {
  const estate = join(home, 'fixtures/estate');
  const report = await scanAt([estate], { registry: await loadRegistry(null, estate) });
  const table = await loadFormat('table');
  const screen = table.render(report, {
    color: false,
    width: 160,
    unicode: true,
    verbose: false,
    checks: rules().checks,
  });
  const path = join(home, 'README.md');
  const readme = readFileSync(path, 'utf8');
  if (process.env.UPDATE_README)
    writeFileSync(
      path,
      readme.replace(block, (_all, head, _old, tail) => head + screen + tail),
    );
  else expect(block.exec(readme)?.[2]).toBe(screen);
});
