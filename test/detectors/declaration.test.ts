import { describe, expect, test } from 'vitest';
import { declaration } from '../../src/detectors/declaration.ts';
import type { Context, DeclarationEvidence } from '../../src/model/evidence.ts';
import { markdown } from '../../src/readers/markdown.ts';
import { workflow } from '../../src/readers/workflow.ts';
import { documentOf, rules } from './world.ts';

function declared(
  text: string,
  file = '.github/workflows/triage.yml',
  context: Context = 'production',
): DeclarationEvidence[] {
  return [...declaration(documentOf(workflow, file, text, context), rules)].filter((one) => one.kind === 'declaration');
}

/** A workflow with one job of these steps. */
const job = (steps: string, head = 'on: push') =>
  `${head}\njobs:\n  triage:\n    steps:\n${steps.replace(/^/gm, '      ')}\n`;

describe('a step with an AI action', () => {
  test('is a use, with all it is handed', () => {
    const [found, ...others] = declared(`name: Triage
on: { issues: { types: [opened] }, workflow_dispatch: }
env: { SHARED: "\${{ secrets.SHARED }}" }
jobs:
  triage:
    env:
      MINDFUL_URL: https://eu.mindful.dev/v1
      JOB: \${{ secrets.JOB }}
    steps:
      - uses: actions/checkout@v4
      - uses: helper-dev/run@v1
        with:
          token: \${{ secrets.OWN }}
          model: mind-2
  other:
    env:
      OTHER: \${{ secrets.OTHER }}
`);
    expect(found).toMatchObject({
      what: 'ai-action',
      weight: 'use',
      confidence: 'high',
      level: 'agent',
      rule: 'helper',
      framework: 'helper',
      provider: 'mindful',
      name: 'Triage',
      models: ['mind-2'],
      hosts: ['eu.mindful.dev'],
      dynamic: [],
      triggers: ['issues', 'workflow_dispatch'],
      credentials: ['JOB', 'OWN', 'SHARED'],
      line: 11,
      column: 15,
    });
    expect(others).toEqual([]);
  });

  test('of a path in a repository is its own rule', () => {
    expect(declared(job('- uses: helper-dev/tools/ask@v1'))).toMatchObject([{ level: 'caller', provider: 'mindful' }]);
    expect(declared(job('- uses: helper-dev/tools@v1'))).toEqual([]);
    expect(declared(job('- uses: helper-dev/run/other@v1'))).toEqual([]);
  });

  test('is found in any case, with any reference', () => {
    expect(declared(job('- uses: HELPER-DEV/Run@0123456789abcdef # v1'))).toHaveLength(1);
  });

  test.each(['./helper-dev/run', 'docker://helper-dev/run@v1', 'helper-dev/run', 'x/helper-dev/run@v1'])(
    '%s is none',
    (uses) => {
      expect(declared(job(`- uses: ${uses}`))).toEqual([]);
    },
  );

  test('names its model in a command line, or leaves it to run time', () => {
    const withInput = (input: string) => declared(job(`- uses: helper-dev/run@v1\n  with:\n    ${input}`))[0];
    expect(withInput('args: "--turns 3 --model mind-3"')?.models).toEqual(['mind-3']);
    expect(withInput('args: "--model=mind-3 x"')?.models).toEqual(['mind-3']);
    expect(withInput(`model: \${{ vars.MODEL }}`)).toMatchObject({ models: [], dynamic: ['models'] });
    expect(withInput('mindful-model: mind-4')?.models).toEqual(['mind-4']);
  });

  test('is a mention where it is switched off, or the file is no production', () => {
    expect(declared(job(`- if: \${{ false }}\n  uses: helper-dev/run@v1`))[0]?.weight).toBe('mention');
    expect(declared(job('- if: github.actor != "x"\n  uses: helper-dev/run@v1'))[0]?.weight).toBe('use');
    expect(declared(job('- uses: helper-dev/run@v1'), '.github/workflows/a.yml', 'test')[0]?.weight).toBe('mention');
    expect(declared(job('- uses: helper-dev/run@v1'), '.github/workflows/a.yml', 'example')[0]?.weight).toBe('use');
  });

  test('counts in a composite action and as a whole job', () => {
    const action = 'name: Ask\nruns:\n  using: composite\n  steps:\n    - uses: helper-dev/run@v1\n';
    expect(declared(action, '.github/actions/ask/action.yml')).toMatchObject([{ name: 'Ask', triggers: [], line: 5 }]);
    expect(declared('on: push\njobs:\n  a:\n    uses: helper-dev/run@v1\n')).toHaveLength(1);
  });

  test('counts in a workflow wherever it lies, not in what only has jobs', () => {
    const text = job('- uses: helper-dev/run@v1');
    expect(declared(text, 'templates/agent.yml')).toHaveLength(1);
    expect(declared(text.replace(/^on:.*\n/m, ''), 'templates/agent.yml')).toEqual([]);
  });
});

test.each([
  ['on: push', ['push']],
  ['on: [push, issues]', ['push', 'issues']],
  ['"on":\n  issue_comment:\n  schedule:\n    - cron: "0 0 * * *"', ['issue_comment', 'schedule']],
])('%j triggers', (head, triggers) => {
  expect(declared(job('- uses: helper-dev/run@v1', head))[0]?.triggers).toEqual(triggers);
});

describe('the provider of a step', () => {
  const provider = (inputs: string, env = '{}') =>
    declared(job(`- uses: helper-dev/run@v1\n  env: ${env}\n  with: { model: mind-2, ${inputs} }`))[0]?.provider;

  test('is told by an input that is set', () => {
    expect(provider('use_cloud: "true"')).toBe('cloudy');
    expect(provider('x: y', '{ USE_CLOUD: 1 }')).toBe('cloudy');
  });

  test('is not told by an input that is not set', () => {
    expect(provider('use_cloud: false')).toBe('mindful');
    expect(provider(`use_cloud: "\${{ inputs.cloud }}"`)).toBe('mindful');
  });

  test('is told by the host that it is sent to', () => {
    expect(provider('x: y', '{ MINDFUL_URL: https://api.mindful.dev/v1 }')).toBe('mindful');
  });
});

describe('a script that starts an agent', () => {
  test('is a use at the line of the command', () => {
    const steps = `- run: |
    echo "helper -p no"

    git diff | helper -p "\${{ secrets.NOTE }}" --model mind-9`;
    expect(declared(job(steps))).toMatchObject([
      {
        what: 'agent-cli',
        weight: 'use',
        confidence: 'medium',
        models: ['mind-9'],
        credentials: ['NOTE'],
        line: 8,
        column: 22,
      },
    ]);
  });

  test('stands where the script starts when its lines are folded', () => {
    expect(declared(job('- run: >\n    git diff |\n    helper -p x'))).toMatchObject([{ line: 6 }]);
  });

  test('is no shell where another program runs it', () => {
    expect(declared(job('- shell: python\n  run: helper -p x'))).toEqual([]);
    expect(declared(job('- shell: bash -e {0}\n  run: helper -p x'))).toHaveLength(1);
  });
});

test('a workflow of a thousand steps is told two hundred times', () => {
  expect(declared(job('- uses: helper-dev/run@v1\n'.repeat(1000).trimEnd()))).toHaveLength(200);
});

describe('a file whose path tells what it is', () => {
  const found = (file: string, text = '') => [...declaration(documentOf(markdown, file, text), rules)];

  test('configures an assistant', () => {
    expect(found('apps/web/HELPER.md')).toMatchObject([
      { what: 'assistant-config', weight: 'mention', framework: 'helper', name: null, line: 1, column: 1 },
    ]);
    expect(found('.helper/settings.json')).toHaveLength(1);
    expect(found('NOHELPER.md')).toEqual([]);
  });

  test('describes an agent, with its name and model', () => {
    expect(found('.helper/agents/triage.md', '---\nname: triage\nmodel: mind-2\n---\n')).toMatchObject([
      { what: 'agent-file', weight: 'mention', name: 'triage', models: ['mind-2'] },
    ]);
  });
});
