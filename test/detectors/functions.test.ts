import { describe, expect, test } from 'vitest';
import { workload } from '../../src/detectors/workload.ts';
import { json } from '../../src/readers/json.ts';
import { toml } from '../../src/readers/toml.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { documentOf, rules } from './world.ts';

/** What a file deploys: `name (folder) triggers`, and `as` the accounts it runs under. */
function deploys(file: string, text: string): string[] {
  const reader = file.endsWith('.toml') ? toml : /\.jsonc?$/.test(file) ? json : yaml;
  return [...workload(documentOf(reader, file, text), rules)].flatMap((one) => {
    if (one.kind === 'identity') return [`as ${one.name}`];
    if (one.kind !== 'workload') return [];
    return [`${one.name}${one.whose ? ` (${one.whose.folder})` : ''} ${one.triggers.join()}`.trim()];
  });
}

test('the Serverless Framework: functions with their events, and the role of all or of one', () => {
  const text = `provider:
  name: aws
  iam: { role: { name: shared } }
functions:
  triage:
    handler: src/triage.handler
    events: [{ httpApi: '*' }, { schedule: rate(1 day) }, { http: GET / }]
  queue:
    handler: main.handler
    role: arn:aws:iam::123456789012:role/queue
    events: [{ sqs: { arn: x } }]
`;
  expect(deploys('jobs/serverless.yml', text)).toEqual([
    'triage (jobs/src) http,schedule',
    'as aws:shared',
    'queue (jobs) sqs',
    'as aws:arn:aws:iam::123456789012:role/queue',
  ]);
});

test('SAM: functions with the folder of their code', () => {
  const text = `Resources:
  Triage:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/triage/
      Role: arn:aws:iam::123456789012:role/triage
      Events:
        Nightly: { Type: ScheduleV2 }
        Web: { Type: Api }
  Table:
    Type: AWS::DynamoDB::Table
`;
  expect(deploys('template.yaml', text)).toEqual([
    'Triage (functions/triage) http,schedule',
    'as aws:arn:aws:iam::123456789012:role/triage',
  ]);
});

describe('others', () => {
  test.each([
    ['wrangler.toml', 'name = "triage"\n[triggers]\ncrons = ["0 3 * * *"]\n', ['triage schedule']],
    [
      'wrangler.jsonc',
      '{ "name": "triage", "routes": ["a.b/*"], "queues": { "consumers": [{ "queue": "q" }] } }',
      ['triage http,queue'],
    ],
    ['vercel.json', '{ "crons": [{ "path": "/api/digest", "schedule": "0 5 * * *" }] }', ['schedule']],
    ['triage/function.json', '{ "bindings": [{ "type": "timerTrigger" }, { "type": "queue" }] }', ['triage schedule']],
    ['triage/function.json', '{ "bindings": [{ "type": "serviceBusTrigger" }] }', ['triage servicebus']],
    ['netlify.toml', '[functions."digest"]\nschedule = "@daily"\n', ['digest schedule']],
    [
      'app.yaml',
      'runtime: python312\nservice_account: triage@p.iam.gserviceaccount.com\n',
      ['http', 'as gcp:triage@p.iam.gserviceaccount.com'],
    ],
  ])('%s: %s', (file, text, found) => {
    expect(deploys(file, text)).toEqual(found);
  });

  test.each([
    ['vercel.json', '{ "functions": { "api/*.js": { "memory": 512 } } }'],
    ['function.json', '{ "bindings": [{ "type": "queue" }] }'],
    ['other.json', '{ "functions": { "a": { "handler": "b" } } }'],
    ['template.yaml', 'Resources: { Table: { Type: AWS::DynamoDB::Table } }'],
    ['app.yaml', 'name: shop\nruntime: x\n'],
  ])('%s: %s deploys nothing', (file, text) => {
    expect(deploys(file, text)).toEqual([]);
  });
});
