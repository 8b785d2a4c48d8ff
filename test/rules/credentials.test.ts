import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { handedOver } from '../../src/detectors/grants/handed.ts';
import type { GrantEvidence } from '../../src/model/evidence.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { documentOf } from '../detectors/world.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const rules = compile(files);
const all = (files.credentials ?? []).flatMap(({ services }) =>
  services.flatMap(({ id, kind, variables }) =>
    variables.map((variable) => ({
      id,
      kind,
      ...(typeof variable === 'string' ? { name: variable, url: false, exact: false, federated: false } : variable),
    })),
  ),
);

/** What a compose service is handed by one line of its environment. */
function handed(line: string): GrantEvidence[] {
  const text = `services:\n  triage:\n    build: .\n    environment:\n      - ${line}\n`;
  return [...handedOver(documentOf(yaml, 'compose.yaml', text), rules)];
}

describe.each(all)('$name', ({ id, kind, name, url, exact, federated }) => {
  const what = federated ? 'federated' : kind;

  test('is told where it is handed over, also behind a prefix', () => {
    expect(handed(`${name}=\${${name}}`)).toMatchObject([{ what, name, rule: id, line: 5 }]);
    expect(handed(`MY_${name}=\${X}`)).toMatchObject(exact ? [] : [{ what, name: `MY_${name}`, rule: id }]);
  });

  test('is none where it is empty, switched off or goes on', () => {
    expect(handed(`${name}=false`)).toEqual([]);
    expect(handed(`${name}=changeme`)).toEqual([]);
    expect(handed(`${name}_LIMIT=\${X}`).filter(({ rule }) => rule === id)).toEqual([]);
    if (url) expect(handed(`${name}=proto://host.example.com/x`)).toEqual([]);
  });
});
