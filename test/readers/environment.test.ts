import { describe, expect, test } from 'vitest';
import { environmentOf, handedOn, withEnvironment } from '../../src/readers/environment.ts';
import { yaml } from '../../src/readers/yaml.ts';

const at = { line: 1, column: 1 };

/** What a variable stands for in a step of the workflow, in words. */
function standsFor(text: string, name: string, owner: readonly (string | number)[]): string {
  const entries = yaml.read(text, 'a.yml').facts.filter((fact) => fact.kind === 'entry');
  const call = {
    kind: 'call' as const,
    at,
    within: null,
    ref: { module: '', path: 'curl.post' },
    args: [{ name: 'url', value: { kind: 'env' as const, name, fallback: null } }],
    maker: [],
    target: null,
  };
  const fact = withEnvironment(call, environmentOf(handedOn(entries), owner));
  const value = fact.kind === 'call' ? fact.args[0]?.value : undefined;
  if (value?.kind === 'text') return value.text;
  return value?.kind === 'env' ? `$${value.name} or ${value.fallback}` : '';
}

describe('what a workflow hands to its scripts', () => {
  const workflow = `
env:
  URL: https://a.example
  MODEL: \${{ vars.MODEL || 'm-1' }}
  OTHER: \${{ secrets.OTHER }}
jobs:
  one:
    env: { URL: https://b.example }
    steps:
      - run: curl $URL
      - env: { URL: https://c.example }
        run: curl $URL
`;

  test('what stands nearest to the step counts', () => {
    expect(standsFor(workflow, 'URL', ['jobs', 'one', 'steps', 0])).toBe('https://b.example');
    expect(standsFor(workflow, 'URL', ['jobs', 'one', 'steps', 1])).toBe('https://c.example');
    expect(standsFor(workflow, 'URL', ['jobs', 'two', 'steps', 0])).toBe('https://a.example');
  });

  test('an expression that ends with a literal has that to fall back on, another is open', () => {
    expect(standsFor(workflow, 'MODEL', ['jobs', 'one', 'steps', 0])).toBe('$MODEL or m-1');
    expect(standsFor(workflow, 'OTHER', ['jobs', 'one', 'steps', 0])).toBe('$OTHER or null');
  });
});
