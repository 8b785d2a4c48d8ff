// Holds the census against hand-checked labels. Run by `npm run census -- --labels FILE --repos DIR`, where DIR holds
// a checkout of each labelled repository as OWNER+NAME, at the labelled commit. `--ids FILE` holds other spellings that
// labels use, `{ "providers": { "other": "id" }, "frameworks": … }`, beside those that the rules know.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { defaultConfig } from '../cli/default-config.ts';
import { noRegistry } from '../model/registry.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { loadCompiled } from '../ruleset/load.ts';
import { scan } from '../scan/scan.ts';
import {
  agents,
  type Canonical,
  type Labelled,
  type Measure,
  type Predicted,
  type Row,
  score,
  totals,
} from './score.ts';

const usage = `usage: npm run census -- --labels FILE --repos DIR [--group a] [--language TypeScript] [--ids FILE] [--verbose] [--json]`;

const label = z.looseObject({
  path: z.string(),
  altPaths: z.array(z.string()).optional(),
  level: z.string(),
  altLevel: z.string().optional(),
  providers: z.array(z.string()).optional(),
  frameworks: z.array(z.string()).optional(),
  models: z.array(z.string()).optional(),
});
const Labels = z.looseObject({
  repos: z.array(
    z.looseObject({
      repo: z.string(),
      group: z.string(),
      languages: z.array(z.string()).optional(),
      scope: z.array(z.string()).optional(),
      agents: z.array(label),
      borderline: z.array(z.union([z.string(), z.looseObject({ path: z.string() })])).optional(),
    }),
  ),
});

const ids = z.record(z.string(), z.string());
const Spellings = z.object({ providers: ids, frameworks: ids, models: ids }).partial();

process.exitCode = await main();

async function main(): Promise<number> {
  const { values: flags } = parseArgs({
    options: {
      labels: { type: 'string' },
      repos: { type: 'string' },
      group: { type: 'string' },
      language: { type: 'string' },
      ids: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (!flags.labels || !flags.repos) {
    console.error(usage);
    return 2;
  }
  const labels: readonly Labelled[] = Labels.parse(json(flags.labels)).repos;
  const chosen = labels.filter(
    ({ group, languages }) =>
      (flags.group === undefined || group === flags.group) &&
      (flags.language === undefined || (languages ?? []).some((one) => fold(one) === fold(flags.language))),
  );
  const rules = loadCompiled();
  const canonical = spelling(rules, flags.ids ? Spellings.parse(json(flags.ids)) : {});
  const rows: Row[] = [];
  for (const labelled of chosen) {
    const row = score(labelled, await found(join(flags.repos, labelled.repo.replace('/', '+')), rules), canonical);
    rows.push(row);
    if (!flags.json) print(row, flags.verbose);
  }
  if (flags.json) console.log(JSON.stringify({ total: totals(rows), rows }, null, 1));
  else conclude(rows);
  return 0;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function fold(text: string | undefined): string | undefined {
  return text?.toLowerCase();
}

async function found(folder: string, rules: RuleSet): Promise<readonly Predicted[] | null> {
  if (!existsSync(folder)) return null;
  const { assessments } = await scan({
    targets: [folder],
    cwd: process.cwd(),
    stdin: Readable.from([]),
    rules,
    registry: noRegistry,
    config: defaultConfig,
    today: '2000-01-01', // nothing is held against a registry, so nothing lapses
    salt: null,
    trustTree: true,
    jobs: 1,
    maxBytes: 100 << 20,
    version: '0',
    startedAt: null,
    clock: null,
    signal: new AbortController().signal,
  });
  return assessments.map(({ agent }) => agent);
}

/** Gemini by its own door and by Vertex AI is one provider here: labels cannot always tell. */
function spelling({ aliases }: RuleSet, given: z.output<typeof Spellings>): Canonical {
  return (field, id) => {
    const known = given[field]?.[id] ?? (field === 'providers' ? aliases.get(id) : undefined) ?? id;
    return known === 'google-vertex' ? 'google' : known;
  };
}

function print({ repo, group, scanned, right, wrong, fragments, missed, levels }: Row, verbose: boolean): void {
  const counts = `${right.length} right, ${wrong.length} wrong, ${fragments.length} fragments, ${missed.length} missed`;
  console.log(`${repo} (${group}): ${scanned ? '' : 'no checkout, '}${counts}`);
  if (!verbose) return;
  for (const path of wrong) console.log(`    wrong     ${path}`);
  for (const path of fragments) console.log(`    fragment  ${path}`);
  for (const path of missed) console.log(`    missed    ${path}`);
  for (const { path, found: level, wanted, ok } of levels)
    if (!ok) console.log(`    level     ${path}: ${level}, labelled ${wanted}`);
}

function conclude(rows: readonly Row[]): void {
  const total = totals(rows);
  const line = (name: string, { precision, recall, f1 }: Measure): void =>
    console.log(`${name}: precision ${fixed(precision)} recall ${fixed(recall)} F1 ${fixed(f1)}`);
  for (const group of [...new Set(rows.map((row) => row.group))].sort()) {
    const own = rows.filter((row) => row.group === group);
    if (own.some(({ right, missed }) => right.length + missed.length > 0))
      line(`group ${group}, strict`, agents(own, { strict: true }));
  }
  line('all, strict', total.strict);
  line('all, lenient', total.lenient);
  console.log(`macro F1 over ${total.withAgents} repositories with agents: ${fixed(total.macroF1)}`);
  console.log(`repositories without agents left alone: ${total.leftAlone} of ${total.without}`);
  const { level, providers, frameworks, modelRecall } = total;
  console.log(
    `level ${fixed(level)}, providers P ${fixed(providers.precision)} R ${fixed(providers.recall)}, ` +
      `frameworks P ${fixed(frameworks.precision)} R ${fixed(frameworks.recall)}, models R ${fixed(modelRecall)}`,
  );
}

function fixed(value: number): string {
  return value.toFixed(3);
}
