import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRegistry } from '../src/registry/load.ts';
import { loadFormat } from '../src/report/index.ts';
import { rollcall } from './cli/stage.ts';
import { Past } from './scan/past.ts';
import { home, rules, scanAt } from './world.ts';

/** Rewrites the README with `UPDATE_README=1`. */
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

const day = /(<!-- first day -->\n```console\n)([\s\S]*?)(```\n<!-- \/first day -->)/;

test('the first day is as the README tells it', { timeout: 60_000 }, async () => {
  const shop = new Past();
  cpSync(join(home, 'fixtures/first-day'), shop.root, { recursive: true });
  shop.git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  shop.commit({});
  const said: string[] = [];
  const run = async (line: string): Promise<void> => {
    const { out, err } = await rollcall(line.split(' ').slice(1), { cwd: shop.root });
    said.push(`$ ${line}\n${out}${err}`);
  };
  await run('rollcall scan');
  await rollcall(['init'], { cwd: shop.root });
  await run('rollcall registry add --all');
  await run('rollcall registry approve --all-pending --by alice --expires 6m');
  shop.commit({});
  await run('rollcall scan --registry-ref HEAD');
  const text = said.join('\n').replaceAll(shop.head().slice(0, 7), 'c0ffee1');

  const path = join(home, 'README.md');
  const readme = readFileSync(path, 'utf8');
  if (process.env.UPDATE_README)
    writeFileSync(
      path,
      readme.replace(day, (_all, head, _old, tail) => head + text + tail),
    );
  else expect(day.exec(readme)?.[2]).toBe(text);
});
