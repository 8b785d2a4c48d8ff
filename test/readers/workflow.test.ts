import { expect, test } from 'vitest';
import { workflow } from '../../src/readers/workflow.ts';
import { isWorkflow } from '../../src/text/workflow.ts';
import { entriesOf } from './entries.ts';

const text = `on:
  issues: {types: [opened]}
env:
  KEY: \${{ secrets.FIRST }} # \${{ secrets.COMMENT }}
jobs:
  triage:
    steps:
      - uses: acme/run@v1
        with:
          token: "\${{ secrets['SECOND'] }}"
      - run: |
          echo
          go \${{ vars.THIRD || env.FOURTH }} \${{ inputs.none }}
`;

test('a step is found by its path', () => {
  const paths = entriesOf(workflow.read(text, 'w.yml')).map(({ path }) => path);
  expect(paths).toContainEqual(['jobs', 'triage', 'steps', 0, 'uses']);
  expect(paths).toContainEqual(['on', 'issues', 'types', 0]);
});

test('secrets and variables stand where their names stand', () => {
  const { facts } = workflow.read(text, 'w.yml');
  const variables = facts.flatMap((fact) =>
    fact.kind === 'variable' ? [`${fact.name} ${fact.at.line}:${fact.at.column}`] : [],
  );
  expect(variables).toEqual(['FIRST 4:20', 'SECOND 10:32', 'THIRD 13:23', 'FOURTH 13:36']);
});

test.each(['.github/workflows/ci.yml', 'sub/.github/workflows/ci.yaml', 'action.yml', '.github/actions/x/action.yaml'])(
  '%s runs',
  (path) => expect(isWorkflow(path)).toBe(true),
);

test.each([
  '.github/workflows/ci.yml.off',
  '.github/workflows/lib/x.yml',
  'workflows/ci.yml',
  'reaction.yml',
  '.github/dependabot.yml',
])('%s does not', (path) => expect(isWorkflow(path)).toBe(false));
