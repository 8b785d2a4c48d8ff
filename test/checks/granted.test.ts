import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Agent } from '../../src/model/census.ts';
import { agentAt, repository } from '../registry/world.ts';
import { grant, runsAs, scene, seen } from './scene.ts';

type Grant = ReturnType<typeof grant>;

const federations = new Map([['azure-openai', { rule: 'azure', instead: 'a managed identity', identity: 'azure' }]]);

function findings(id: string, ...agents: readonly Agent[]) {
  return check(scene({ agents }, [], { federations })).findings.filter((finding) => finding.check === id);
}

function messages(id: string, agent: Agent): string[] {
  return findings(id, agent).map(({ message }) => message.replace(`Agent "${agent.name}" `, ''));
}

const armed = (...grants: readonly Grant[]) => seen({ ...agentAt('a'), level: 'agent' }, ...grants);
const held = { attachedBy: 'handed', by: 'env-file', file: '.env' } as const;

describe('RC203', () => {
  test('names all single credentials in one finding, at the first of them', () => {
    const agent = armed(
      grant('credential', 'STRIPE_SECRET_KEY', { line: 4, service: 'Stripe' }),
      grant('credential', 'NPM_TOKEN', { line: 9, service: 'npm' }),
      grant('credential', 'NPM_TOKEN', { line: 12, service: 'npm' }),
    );
    expect(findings('RC203', agent)).toMatchObject([
      {
        severity: 'medium',
        agent: `${repository}//a`,
        message:
          'Agent "a" is handed credentials that are not for its models: STRIPE_SECRET_KEY (Stripe) and NPM_TOKEN (npm).',
        file: 'compose.yaml',
        line: 4,
        locations: [{ line: 9 }, { line: 12 }],
      },
    ]);
  });

  test('says how many more there are, past five', () => {
    const names = [...'ABCDEFGH'].map((letter, i) => grant('credential', `${letter}_TOKEN`, { line: i + 1 }));
    expect(messages('RC203', armed(...names))).toEqual([
      'is handed credentials that are not for its models: A_TOKEN, B_TOKEN, C_TOKEN, D_TOKEN, E_TOKEN and 3 more.',
    ]);
  });

  test('has a finding for each file, Secret and store that is handed over whole', () => {
    const agent = armed(
      grant('file', '.env', { line: 1 }),
      grant('secret', 'secret:keys', { line: 2 }),
      grant('store', 'secrets: inherit', { line: 3 }),
    );
    expect(messages('RC203', agent)).toEqual([
      'is handed every secret of its repository (secrets: inherit).',
      'is handed all of .env; what that holds is not written in this tree.',
      'is handed all of the Secret keys; what that holds is not written in this tree.',
    ]);
  });

  test('says what a file holds, and counts what is for models', () => {
    const content = [
      grant('model', 'OPENAI_API_KEY', { ...held, of: '.env', line: 2 }),
      grant('credential', 'STRIPE_SECRET_KEY', { ...held, of: '.env', line: 3, service: 'Stripe' }),
    ];
    expect(messages('RC203', armed(grant('file', '.env'), ...content))).toEqual([
      'is handed all of .env: 2 credentials, of which 1 is for models and this is not: STRIPE_SECRET_KEY (Stripe).',
    ]);
  });

  test('is silent for a file that holds keys of models alone, and low where only its template says so', () => {
    const key = grant('model', 'OPENAI_API_KEY', { ...held, of: '.env' });
    expect(findings('RC203', armed(grant('file', '.env'), key))).toEqual([]);
    expect(findings('RC203', armed(grant('file', '.env'), { ...key, by: 'template' }))).toMatchObject([
      { severity: 'low' },
    ]);
  });

  test('leaves to the models what opens them, and to the chat what it is reached by', () => {
    const agent: Agent = {
      ...armed(
        grant('credential', 'AWS_SECRET_ACCESS_KEY', { opens: ['openai'] }),
        grant('credential', 'SLACK_BOT_TOKEN', { channel: 'slack' }),
      ),
      providers: ['openai'],
      triggers: ['slack'],
    };
    expect(findings('RC203', agent)).toEqual([]);
    expect(findings('RC203', { ...agent, triggers: [], providers: [] })).toHaveLength(1);
  });

  test('leaves to a database what is handed over with the file that runs it', () => {
    const password = grant('credential', 'DB_PASSWORD', { ...held, of: '.env', rule: 'database' });
    expect(findings('RC203', armed(grant('file', '.env', { beside: ['database'] }), password))).toEqual([]);
    expect(findings('RC203', armed(grant('file', '.env'), password))).toHaveLength(1);
  });

  test('is silent for what code reads, and for the login of a person, which is RC205', () => {
    const agent = armed(grant('credential', 'A', { by: 'code' }), grant('personal', 'B'), grant('refresh', 'C'));
    expect(findings('RC203', agent)).toEqual([]);
  });

  test.each([
    ['a caller', { level: 'caller' }],
    ['an example', { example: true }],
  ] as const)('is low for %s', (_what, changes) => {
    const agent: Agent = { ...armed(grant('credential', 'NPM_TOKEN')), ...changes };
    expect(findings('RC203', agent)).toMatchObject([{ severity: 'low' }]);
  });

  test("is low for a job's own token alone, and not beside another", () => {
    const own = grant('credential', 'GITHUB_TOKEN', { by: 'step', confidence: 'medium' });
    expect(findings('RC203', armed(own))).toMatchObject([{ severity: 'low' }]);
    expect(findings('RC203', armed(own, grant('credential', 'NPM_TOKEN')))).toMatchObject([{ severity: 'medium' }]);
  });

  test('keeps its fingerprint when lines move, and has another for another credential', () => {
    const of = (name: string, line: number) => findings('RC203', armed(grant('credential', name, { line })))[0];
    expect(of('A', 1)?.fingerprint).toBe(of('A', 99)?.fingerprint);
    expect(of('A', 1)?.fingerprint).not.toBe(of('B', 1)?.fingerprint);
  });
});

describe('RC204', () => {
  const asking = (...grants: readonly Grant[]): Agent => ({ ...armed(...grants), providers: ['azure-openai'] });
  const key = grant('static', 'AzureKeyCredential', { opens: ['azure-openai'], by: 'step' });

  test('names the key, and what would do in its place', () => {
    expect(messages('RC204', asking(key))).toEqual([
      'asks azure-openai by a key that does not expire (AzureKeyCredential), where a managed identity would do.',
    ]);
  });

  test.each([
    [
      'an identity is used beside it',
      asking(key, grant('federated', 'DefaultAzureCredential', { opens: ['azure-openai'] })),
    ],
    ['it runs under one', { ...asking(key), identities: ['azure:1'] }],
    ['another provider is asked', { ...asking(key), providers: ['openai'] }],
    ['a template names it', asking({ ...key, what: 'credential', by: 'template' })],
    ['code takes it for something else', asking({ ...key, by: 'code', file: 'other.py' })],
  ])('is silent where %s', (_what, agent) => expect(findings('RC204', agent)).toEqual([]));
});

describe('RC205', () => {
  const person = grant('personal', 'CLAUDE_CODE_OAUTH_TOKEN', { by: 'step', service: "a person's subscription" });

  test("names the login of a person that a service runs on, also a caller's", () => {
    expect(findings('RC205', { ...armed(person), level: 'caller' })).toMatchObject([
      {
        severity: 'medium',
        message:
          'Agent "a" runs on CLAUDE_CODE_OAUTH_TOKEN, a person\'s subscription: it acts as that person, for as long as the login lasts.',
      },
    ]);
  });

  test.each([
    ['code reads it, and a person starts that', [grant('personal', 'A', { by: 'code' })], ['http', 'slack']],
    ['code of a service reads it, which a schedule starts too', [grant('personal', 'A', { by: 'code' })], ['schedule']],
    ['an environment file beside the code holds it', [grant('personal', 'A', { by: 'env-file' })], []],
    ['a template names it', [grant('personal', 'A', { by: 'template', attachedBy: 'handed' })], ['schedule']],
    ['a service asks for a session of its users', [grant('scope', 'offline_access', { by: 'code' })], ['schedule']],
  ])('is silent where %s', (_what, grants, triggers) =>
    expect(findings('RC205', { ...armed(...grants), triggers })).toEqual([]),
  );

  test('counts what code reads where nobody is there', () => {
    const code = grant('refresh', 'GMAIL_REFRESH_TOKEN', { by: 'code' });
    expect(messages('RC205', { ...armed(code), kind: 'script', triggers: ['schedule'] })).toEqual([
      'keeps GMAIL_REFRESH_TOKEN: whoever has it renews the session again and again.',
    ]);
  });

  test('counts a session that a script asks for, when a schedule starts it', () => {
    const script = {
      ...armed(grant('scope', 'offline_access', { by: 'code' })),
      kind: 'script',
      triggers: ['schedule'],
    };
    expect(messages('RC205', script as Agent)).toEqual([
      'asks for offline_access, and runs with nobody there (schedule).',
    ]);
  });

  test('names a token of its account that never ends', () => {
    expect(messages('RC205', armed(grant('lasting', 'k8s:sa/a', { by: 'secret' })))).toEqual([
      'has a token of its account k8s:sa/a that never ends.',
    ]);
  });
});

describe('RC206', () => {
  test('names the agent that runs under the account of everything', () => {
    expect(messages('RC206', armed(grant('account', 'default')))).toEqual([
      'runs under the default service account of its namespace, with everything else that names none.',
    ]);
  });

  test('names those who share an account once, agents and other workloads', () => {
    const [a, b] = ['a', 'b'].map((path) => seen(agentAt(path), runsAs('k8s:sa/office', `${path}.yaml`)));
    const shop = { ...runsAs('k8s:sa/office', 'shop.yaml'), whose: { folder: null, image: 'shop' }, reason: '' };
    const input = scene({ agents: a && b ? [b, a] : [], unattached: [shop] });
    const found = check(input).findings.filter((finding) => finding.check === 'RC206');
    expect(found).toMatchObject([
      {
        agent: `${repository}//a`,
        file: 'a.yaml',
        message: `Agent "a" runs as k8s:sa/office, and so do "${repository}//b" and 1 other workload.`,
        locations: [{ file: 'b.yaml' }, { file: 'shop.yaml' }],
      },
    ]);
  });

  test('is silent for an account of its own, though several manifests name it', () => {
    const agent = seen(agentAt('a'), runsAs('k8s:sa/a', 'a.yaml'), runsAs('k8s:sa/a', 'b.yaml'));
    expect(findings('RC206', agent)).toEqual([]);
  });
});
