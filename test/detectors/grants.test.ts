import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { grant } from '../../src/detectors/grants/grant.ts';
import { named } from '../../src/detectors/grants/named.ts';
import { weighed } from '../../src/detectors/grants/value.ts';
import { json } from '../../src/readers/json.ts';
import { workflow } from '../../src/readers/workflow.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { documentOf } from './world.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));

/** What a file hands over, `what name`, with whose it is where that is told. */
function grants(file: string, text: string): string[] {
  const reader = file.endsWith('.json') ? json : file.includes('workflows') ? workflow : yaml;
  return [...grant(documentOf(reader, file, text), rules)].map(({ what, name, whose }) => {
    const to = whose?.file ?? whose?.folder ?? whose?.image;
    return `${what} ${name}${to ? ` of ${to}` : ''}`;
  });
}

describe('a variable', () => {
  test.each([
    ['OPENAI_API_KEY', 'model'],
    ['TEAM_OPENAI_API_KEY', 'model'],
    ['STRIPE_SECRET_KEY', 'credential'],
    ['AWS_SESSION_TOKEN', 'federated'],
    ['CLAUDE_CODE_OAUTH_TOKEN', 'personal'],
    ['CALENDAR_REFRESH_TOKEN', 'refresh'],
    ['COMPAT', undefined],
    ['X_PAT', undefined],
    ['OPENAI_MODEL', undefined],
    ['STRIPE_SECRET_KEY_FILE', undefined],
    ['', undefined],
  ])('%s is told by its name', (name, what) => expect(named(name, rules)?.what).toBe(what));

  test.each([
    [`\${STRIPE_KEY}`, 'high'],
    [`\${STRIPE_KEY:-}`, 'high'],
    ['op://shop/stripe/key', 'high'],
    ['arn:aws:secretsmanager:eu-central-1:1:secret:x', 'high'],
    ['8kqPz2Xw', 'high'],
    ['', null],
    ['true', null],
    ['your-stripe-key', null],
    ['<key>', null],
    ['xxxxxxxx', null],
    ['changeme', null],
    ['postgres', null],
    ['a1b2', null],
  ])('with the value %j weighs %s', (value, weight) => expect(weighed(value, { url: false })).toBe(weight));

  test.each([
    [`postgres://a:\${PASSWORD}@db/x`, 'high'],
    [`postgres://\${USER}:\${PASSWORD}@db/x`, 'high'],
    ['postgres://a:8kqPz2Xw@db/x', 'high'],
    ['postgresql+asyncpg://a:8kqPz2Xw@db/x', 'high'],
    [`\${DATABASE_URL}`, 'high'],
    ['postgres://a@db/x', 'medium'],
    ['postgres://app:app@db/x', null],
    ['postgres://a:password@db/x', null],
    [`redis://\${HOST}:6379`, null],
    ['sqlite:///x.db', null],
    ['db:5432', null],
  ])('with the address %j weighs %s', (value, weight) => expect(weighed(value, { url: true })).toBe(weight));
});

describe('a compose file', () => {
  const service = (lines: string) => `services:\n  triage:\n    build: ./triage\n${lines}`;

  test.each([
    ['a text', '    env_file: .env', ['file deploy/.env of deploy/triage']],
    [
      'a list',
      '    env_file: [.env, ../.env.local]',
      ['file deploy/.env of deploy/triage', 'file .env.local of deploy/triage'],
    ],
    [
      'a list of paths',
      '    env_file:\n      - { path: a.env, required: false }',
      ['file deploy/a.env of deploy/triage'],
    ],
    ['a default', `    env_file: .env.\${STAGE:-dev}`, ['file deploy/.env.dev of deploy/triage']],
    ['a name that is decided elsewhere', `    env_file: \${ENV_FILE}`, [`file \${ENV_FILE} of deploy/triage`]],
    ['nothing', '    env_file:', []],
  ])('hands a file over by %s', (_what, lines, expected) =>
    expect(grants('deploy/compose.yaml', service(lines))).toEqual(expected),
  );

  test('says whose service it is by the folder or the image that it runs', () => {
    const text = 'services:\n  a: { image: "acme/a:1", environment: [NPM_TOKEN] }\n  b: { environment: [NPM_TOKEN] }\n';
    expect(grants('compose.yaml', text)).toEqual(['credential NPM_TOKEN of acme/a']);
  });

  test('lends no login to a container at which somebody sits, or that somebody starts', () => {
    const mount = '    volumes: ["~/.aws:/root/.aws", "$HOME/.kube/config:/k", "~/.awsome:/x", "./.aws:/y"]';
    const lent = ['personal ~/.aws of deploy/triage', 'personal ~/.kube/config of deploy/triage'];
    expect(grants('deploy/compose.yaml', service(`    restart: always\n${mount}`))).toEqual(lent);
    expect(grants('deploy/compose.yaml', service(mount))).toEqual([]);
    expect(grants('deploy/compose.yaml', service(`    restart: always\n    tty: true\n${mount}`))).toEqual([]);
  });
});

describe('a manifest of a cluster', () => {
  const deployment = (pod: string, rest = 'selector: {}') =>
    `apiVersion: apps/v1\nkind: Deployment\nspec:\n  ${rest}\n  template:\n    spec:\n${pod}      containers: [{ image: acme/a }]\n`;
  const bare = ['account default of acme/a'];

  test.each([
    ['no account', deployment(''), bare],
    ['the default account', deployment('      serviceAccountName: default\n'), bare],
    ['an account of its own', deployment('      serviceAccountName: a\n'), []],
    ['no token', deployment('      automountServiceAccountToken: false\n'), []],
    ['only what it changes', deployment('', 'replicas: 3'), []],
    ['a template of a chart', deployment('      {{- with .Values.account }}\n      {{- end }}\n'), []],
  ])('with %s', (_what, text, expected) => expect(grants('deploy/a.yaml', text)).toEqual(expected));

  test('a task of Amazon ECS runs without an account where it has no role', () => {
    const task = (role: string) => `{"family":"a",${role}"containerDefinitions":[{"name":"a","image":"acme/a"}]}`;
    expect(grants('taskdef.json', task(''))).toEqual(['account no task role of acme/a']);
    expect(grants('taskdef.json', task('"taskRoleArn":"arn:aws:iam::1:role/a",'))).toEqual([]);
  });
});

describe('a step of a workflow', () => {
  const step = (lines: string, head = '') =>
    `on: push\n${head}jobs:\n  a:\n    steps:\n      - run: claude -p hi\n        env:\n          ${lines}\n`;

  test.each([
    ['write-all', 'permissions: write-all\n', ['credential GITHUB_TOKEN']],
    ['code', 'permissions: { contents: write }\n', ['credential GITHUB_TOKEN']],
    ['comments', 'permissions: { issues: write, pull-requests: write, id-token: write }\n', []],
    ['what nobody said', '', []],
  ])("is handed the job's own token, which writes %s", (_what, head, expected) =>
    expect(grants('.github/workflows/a.yml', step(`GH_TOKEN: \${{ github.token }}`, head))).toEqual(expected),
  );

  test.each([
    ['python bots/a.py --all', ['credential secrets.NPM_TOKEN of bots/a.py']],
    ['cd x && ./bots/a.sh', ['credential secrets.NPM_TOKEN of bots/a.sh']],
    ['DEBUG=1 npx tsx bots/a.ts', ['credential secrets.NPM_TOKEN of bots/a.ts']],
    ['python -m bots.a', []],
    ['python bots/a.py\npython bots/b.py', []],
    ['npm publish', []],
  ])('starts a script by %j', (run, expected) => {
    const text = `on: push\njobs:\n  a:\n    steps:\n      - run: ${JSON.stringify(run)}\n        env: { NPM_TOKEN: '\${{ secrets.NPM_TOKEN }}' }\n`;
    expect(grants('.github/workflows/a.yml', text)).toEqual(expected);
  });

  test('starts it in the folder that it works in', () => {
    const text = `on: push\ndefaults: { run: { working-directory: bots } }\njobs:\n  a:\n    steps:\n      - { run: python a.py, env: { NPM_TOKEN: '\${{ secrets.N }}' } }\n`;
    expect(grants('.github/workflows/a.yml', text)).toEqual(['credential secrets.N of bots/a.py']);
  });
});
