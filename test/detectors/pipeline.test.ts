import { describe, expect, test } from 'vitest';
import { declaration } from '../../src/detectors/declaration.ts';
import type { DeclarationEvidence } from '../../src/model/evidence.ts';
import { jenkinsfile } from '../../src/readers/jenkinsfile.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { documentOf, rules } from './world.ts';

function declared(file: string, text: string): DeclarationEvidence[] {
  const reader = file.endsWith('Jenkinsfile') ? jenkinsfile : yaml;
  return [...declaration(documentOf(reader, file, text), rules)].filter((one) => one.kind === 'declaration');
}

const gitlab = (job: string) => declared('.gitlab-ci.yml', `review:\n${job.replace(/^/gm, '  ')}\n`);

test.each([
  ['.gitlab-ci.yml', 'a: { script: "helper -p x" }'],
  ['.gitlab-ci.yml', 'a: { after_script: [echo, [helper -p x]] }'],
  ['ci/review.gitlab-ci.yml', 'default: { before_script: [helper -p x] }'],
  ['.gitlab/ci/review.yml', 'a: { script: [helper -p x] }'],
  ['.circleci/config.yml', 'jobs: { a: { steps: [{ run: helper -p x }] } }'],
  ['.circleci/config.yml', 'commands: { a: { steps: [{ run: { command: helper -p x } }] } }'],
  ['azure-pipelines.yml', 'jobs: [{ job: a, steps: [{ script: helper -p x }] }]'],
  ['ci/azure-pipelines-nightly.yaml', 'steps: [{ task: Bash@3, inputs: { script: helper -p x } }]'],
  ['azure-pipelines.yml', 'steps: [{ task: AzureCLI@2, inputs: { inlineScript: helper -p x } }]'],
  ['bitbucket-pipelines.yml', 'pipelines: { default: [{ step: { script: [helper -p x] } }] }'],
  ['.woodpecker/review.yml', 'steps: [{ commands: [helper -p x] }]'],
  ['.drone.yml', 'kind: pipeline\nsteps: [{ commands: [helper -p x] }]'],
  ['.buildkite/pipeline.yml', 'steps: [{ command: helper -p x }]'],
  ['.travis.yml', 'after_success: [helper -p x]'],
  ['buildspec.yml', 'phases: { build: { commands: [helper -p x] } }'],
  ['ci/Jenkinsfile', "node { sh 'helper -p x' }"],
  ['templates/review.yml', 'review: { stage: test, script: [helper -p x] }'],
])('%s: %s starts an agent', (file, text) => {
  expect(declared(file, text)).toMatchObject([{ what: 'agent-cli', weight: 'use', framework: 'helper' }]);
});

test.each([
  ['docs/ci.yml', 'a: { script: "helper -p x" }'],
  ['docs/ci.yml', 'a: { script: "helper -p x" }\nb: { stage: test }'],
  ['.gitlab-ci.yml', 'a: { script: "echo helper -p x" }'],
  ['.gitlab-ci.yml', 'a: { script: "helper --version" }'],
  ['.gitlab-ci.yml', 'a: { description: "helper -p x" }'],
  ['.circleci/config.yml', 'jobs: { a: { steps: [{ run: { name: helper -p x } }] } }'],
  ['.circleci/config.yml', 'parameters: { command: helper -p x }'],
  ['azure-pipelines.yml', 'steps: [{ displayName: helper -p x }]'],
  ['ci/Jenkinsfile', "node { echo 'helper -p x' }"],
])('%s: %s starts none', (file, text) => {
  expect(declared(file, text)).toEqual([]);
});

describe('a job', () => {
  test('has the variables of its own and of all', () => {
    const text = `variables:
  MINDFUL_URL: https://eu.mindful.dev/v1
a:
  variables: { MINDFUL_MODEL: mind-2 }
  script: helper -p x
b:
  variables: { MINDFUL_MODEL: { value: mind-3 } }
  script: helper -p x
`;
    expect(declared('.gitlab-ci.yml', text)).toMatchObject([
      { models: ['mind-2'], hosts: ['eu.mindful.dev'], line: 5 },
      { models: ['mind-3'], hosts: ['eu.mindful.dev'], line: 8 },
    ]);
  });

  test.each([
    ['.gitlab-ci.yml', 'a:\n  secrets: { K: { vault: ops/key } }\n  script: helper -p x', ['ops/key']],
    ['azure-pipelines.yml', 'steps: [{ bash: helper -p x, env: { K: $(TheKey) } }]', ['TheKey']],
    ['.drone.yml', 'steps: [{ commands: [helper -p x], environment: { K: { from_secret: key } } }]', ['key']],
    ['.drone.yml', 'steps: [{ commands: [helper -p x] }, { environment: { K: { from_secret: key } } }]', []],
    ['.buildkite/p.yml', 'steps: [{ command: helper -p x, secrets: [KEY] }]', ['KEY']],
    [
      'buildspec.yml',
      'env: { secrets-manager: { K: prod/key } }\nphases: { build: { commands: [helper -p x] } }',
      ['prod/key'],
    ],
    ['Jenkinsfile', "environment { K = credentials('key') }\nsh 'helper -p x'", ['key']],
  ])('%s: %s is handed %j', (file, text, credentials) => {
    expect(declared(file, text)).toMatchObject([{ credentials }]);
  });

  test.each([
    ['script: helper -p x', ['push']],
    ['only: [schedules, merge_requests]\nscript: helper -p x', ['merge_request_event', 'schedule']],
    [`rules: [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }]\nscript: helper -p x`, ['schedule']],
    ['rules: [{ if: $CI_MERGE_REQUEST_IID, when: manual }]\nscript: helper -p x', ['manual', 'merge_request_event']],
    ['except: [schedules]\nscript: helper -p x', ['push']],
  ])('of GitLab, %s, is started by %j', (job, triggers) => {
    expect(gitlab(job)).toMatchObject([{ triggers }]);
  });

  const circle = 'jobs: { a: { steps: [{ run: helper -p x }] } }\nworkflows:\n  ';
  test.each([
    ['azure-pipelines.yml', 'trigger: none\npr: [main]\nsteps: [{ bash: helper -p x }]', ['pull_request']],
    ['azure-pipelines.yml', 'schedules: [{ cron: 0 0 * * * }]\nsteps: [{ bash: helper -p x }]', ['schedule']],
    ['.circleci/config.yml', `${circle}w: { jobs: [a] }`, ['push']],
    ['.circleci/config.yml', `${circle}w: { triggers: [{ schedule: { cron: x } }], jobs: [a] }`, ['schedule']],
    ['bitbucket-pipelines.yml', 'pipelines: { custom: { a: [{ step: { script: [helper -p x] } }] } }', ['manual']],
    ['.woodpecker.yml', 'when: [{ event: cron }]\nsteps: [{ commands: [helper -p x] }]', ['cron']],
    ['Jenkinsfile', "triggers { cron('@daily') }\nsh 'helper -p x'", ['schedule']],
  ])('%s: %s is started by %j', (file, text, triggers) => {
    expect(declared(file, text)).toMatchObject([{ triggers }]);
  });
});
