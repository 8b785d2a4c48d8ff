import { expect, test } from 'vitest';
import { declaration } from '../../src/detectors/declaration.ts';
import { workload } from '../../src/detectors/workload.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { took } from '../readers/entries.ts';
import { documentOf, rules } from './world.ts';

const many = (line: (index: number) => string): string => Array.from({ length: 10_000 }, (_, i) => line(i)).join('\n');

test.each([
  ['compose.yaml', `services:\n${many((i) => ` s${i}: { image: a/b${i} }`)}`],
  [
    'k8s/pod.yaml',
    `apiVersion: v1\nkind: Pod\nspec:\n containers:\n${many((i) => ` - { name: a${i}, image: a/b${i} }`)}`,
  ],
  ['chart/values.yaml', many((i) => `p${i}: { image: { repository: a/b${i} }, env: { A: b } }`)],
  ['serverless.yml', `functions:\n${many((i) => ` s${i}: { handler: a.b, events: [{ http: x }] }`)}`],
])('a hostile %s is understood in time', (file, text) => {
  const document = documentOf(yaml, file, text);
  expect(took(() => [...workload(document, rules)])).toBeLessThan(20000);
});

test.each([
  ['.gitlab-ci.yml', (i: number) => `j${i}: { script: helper -p x, variables: { V${i}: x } }`, ''],
  ['.gitlab-ci.yml', (i: number) => ` V${i}: x`, 'a: { script: [helper -p x, helper -p y] }\nvariables:\n'],
  ['.github/workflows/w.yml', (i: number) => ` V${i}: x`, 'jobs: { a: { steps: [{ run: helper -p x }] } }\nenv:\n'],
])('a hostile %s is understood in time (%#)', (file, line, head) => {
  const document = documentOf(yaml, file, head + many(line));
  expect(took(() => [...declaration(document, rules)])).toBeLessThan(20000);
});
