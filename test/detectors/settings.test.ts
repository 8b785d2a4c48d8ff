import { describe, expect, test } from 'vitest';
import { workload } from '../../src/detectors/workload.ts';
import type { EvidenceOf } from '../../src/model/evidence.ts';
import { dotenv } from '../../src/readers/dotenv.ts';
import { json } from '../../src/readers/json.ts';
import { workflow } from '../../src/readers/workflow.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { documentOf, rules } from './world.ts';

describe('settings', () => {
  function variables(text: string, reader = yaml, file = 'config.yaml'): string[] {
    return [...workload(documentOf(reader, file, text), rules)]
      .filter((one): one is EvidenceOf<'variable'> => one.kind === 'variable')
      .map(
        ({ name, line, column, secret, ref }) =>
          `${name} ${line}:${column}${secret ? ' secret' : ''}${ref ? ` ${ref}` : ''}`,
      );
  }

  test.each([
    ['an environment file', dotenv, '.env', 'A=1\nMINDFUL_API_KEY=x', 'MINDFUL_API_KEY 2:1 secret'],
    [
      'a compose file',
      yaml,
      'compose.yaml',
      'services: {a: {environment: ["MINDFUL_API_KEY=x"]}}',
      'MINDFUL_API_KEY 1:31 secret',
    ],
    [
      'a compose file by name',
      yaml,
      'compose.yaml',
      'services:\n  a:\n    environment:\n      - MINDFUL_MODEL',
      'MINDFUL_MODEL 4:9',
    ],
    [
      'a container',
      yaml,
      'pod.yaml',
      'env:\n  - name: MINDFUL_API_KEY\n    valueFrom: {secretKeyRef: {name: ai, key: token}}',
      'MINDFUL_API_KEY 2:11 secret secret:ai/token',
    ],
    [
      'an MCP server',
      json,
      '.mcp.json',
      '{"mcpServers":{"x":{"env":{"MINDFUL_API_KEY":"x"}}}}',
      'MINDFUL_API_KEY 1:28 secret',
    ],
    [
      'a workflow',
      workflow,
      '.github/workflows/a.yml',
      `env: {MINDFUL_API_KEY: "\${{ secrets.AI }}"}`,
      'MINDFUL_API_KEY 1:7 secret secret:AI',
    ],
    [
      'an input',
      workflow,
      '.github/workflows/a.yml',
      'jobs: {a: {with: {mindful-api-key: x}}}',
      'MINDFUL_API_KEY 1:19 secret',
    ],
    ['a vault', dotenv, '.env', 'MINDFUL_API_KEY=op://team/ai/key', 'MINDFUL_API_KEY 1:1 secret 1password:team/ai/key'],
  ])('of %s name variables', (_what, reader, file, text, expected) => {
    expect(variables(text, reader, file)).toEqual([expected]);
  });

  test('an ambiguous name counts only as a variable of the environment', () => {
    expect(variables('deploy: {REGION: x}')).toEqual([]);
    expect(variables('deploy: {env: {REGION: x}}')).toEqual(['REGION 1:16']);
  });

  test('name hosts of models, and no consoles', () => {
    const text =
      'a: https://api.mindful.dev/v1\nenvironment: ["URL=https://api.mindful.dev"]\nb: https://console.mindful.dev\n';
    const found = [...workload(documentOf(yaml, 'config.yaml', text), rules)];
    expect(found).toMatchObject([
      { kind: 'endpoint', host: 'api.mindful.dev', provider: 'mindful', weight: 'mention', line: 1, column: 4 },
      { kind: 'endpoint', host: 'api.mindful.dev', line: 2 },
    ]);
  });
});
