import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Agent, Witness } from '../../src/model/census.ts';
import { agentAt, repository } from '../registry/world.ts';
import { grant, scene, seen } from './scene.ts';

function found(agent: Agent) {
  return check(scene({ agents: [agent] })).findings.filter((finding) => finding.check === 'RC203');
}

function said(...grants: readonly Witness[]): string[] {
  return found(armed(...grants)).map(({ message }) => message.replace('Agent "a" is handed ', ''));
}

function armed(...grants: readonly Witness[]): Agent {
  return seen(agentAt('a', { providers: ['openai'] }), ...grants);
}

/** What `.env` holds, line by line, as one learns of it where the file is handed over. */
const inFile = { attachedBy: 'handed', by: 'env-file', file: '.env', of: '.env' } as const;
const file = grant('file', '.env');
const model = grant('model', 'OPENAI_API_KEY', inFile);
const stripe = grant('credential', 'STRIPE_KEY', { ...inFile, service: 'Stripe', line: 2 });
const npm = grant('credential', 'NPM_TOKEN', { ...inFile, service: 'npm', line: 3 });

describe('a file that is handed over whole', () => {
  test('has its credentials counted, each name once, and those named that are not for models', () => {
    const second = grant('model', 'GOOGLE_API_KEY', { ...inFile, line: 4 });
    const again = [model, stripe].map((one) => ({ ...one, line: one.line + 9 }));
    expect(said(file, model, second, stripe, npm, ...again)).toEqual([
      'all of .env: 4 credentials, of which 2 are for models and these are not: STRIPE_KEY (Stripe) and NPM_TOKEN (npm).',
    ]);
  });

  test('has one credential named as one, though it stands there twice', () => {
    expect(said(file, model, stripe, { ...stripe, line: 9 })).toEqual([
      'all of .env: 2 credentials, of which 1 is for models and this is not: STRIPE_KEY (Stripe).',
    ]);
  });

  test('has nothing counted where none of it is for models', () => {
    expect(said(file, stripe, npm)).toEqual(['all of .env: STRIPE_KEY (Stripe) and NPM_TOKEN (npm).']);
  });

  test('counts no login of a person, which is another finding', () => {
    expect(said(file, model, stripe, grant('personal', 'GH_TOKEN', inFile))).toEqual([
      'all of .env: 2 credentials, of which 1 is for models and this is not: STRIPE_KEY (Stripe).',
    ]);
  });

  test('counts what opens its own models among the credentials, and does not name it', () => {
    const own = grant('credential', 'AWS_SECRET_ACCESS_KEY', { ...inFile, opens: ['openai'] });
    expect(said(file, model, stripe, own)).toEqual([
      'all of .env: 3 credentials, of which 1 is for models and this is not: STRIPE_KEY (Stripe).',
    ]);
  });

  test('is told by its template where that is all there is', () => {
    const template = { by: 'template' } as const;
    expect(said(file, { ...stripe, ...template })).toEqual(['all of .env, by its template: STRIPE_KEY (Stripe).']);
    expect(said(file, { ...model, ...template }, { ...stripe, ...template })).toEqual([
      'all of .env, by its template: 2 credentials, of which 1 is for models and this is not: STRIPE_KEY (Stripe).',
    ]);
    expect(said(file, { ...model, ...template })).toEqual([
      'all of .env; its template names none that is not its own, but what is added goes along.',
    ]);
  });

  test('holds nothing that stands in another file, or that is handed over by itself', () => {
    const unknown = ['all of .env; what that holds is not written in this tree.'];
    expect(said(file, { ...stripe, of: 'prod.env' })).toEqual(unknown);
    expect(said(file, { ...stripe, attachedBy: 'unit' })).toEqual(unknown);
  });

  test.each([
    ['medium where it holds what is not for models', [file, stripe], {}],
    ['low where nobody knows what it holds', [file], {}],
    ['low for an agent without tools', [file, stripe], { level: 'caller' }],
    ['medium where it is all that a CI system has', [grant('store', 'secrets: inherit')], {}],
  ] as const)('is of severity %s', (severity, grants, changes) => {
    expect(found({ ...armed(...grants), ...changes }).map((one) => one.severity)).toEqual([severity.split(' ')[0]]);
  });

  test('is one finding, however often it is handed over, at the first place', () => {
    const agent = armed({ ...file, line: 8 }, file, stripe);
    expect(found(agent)).toMatchObject([
      { agent: agent.id, entry: null, provider: 'openai', line: 1, locations: [{ line: 8 }] },
    ]);
  });

  test('is known again by its name', () => {
    const print = (name: string) => found(armed(grant('file', name)))[0]?.fingerprint;
    expect(print('.env')).not.toBe(print('prod.env'));
  });
});

test('a Secret is named without what tells that it is one', () => {
  const secret = grant('secret', 'secret:keys');
  expect(said(secret, { ...stripe, of: 'secret:keys' })).toEqual(['all of the Secret keys: STRIPE_KEY (Stripe).']);
});

test('a store has its name in brackets, and its content is not told', () => {
  const store = grant('store', 'secrets: inherit');
  expect(said(store, { ...stripe, of: 'secrets: inherit' })).toEqual([
    'every secret of its repository (secrets: inherit).',
  ]);
});

describe('a credential by itself', () => {
  const single = grant('credential', 'STRIPE_KEY');

  test('is told as one', () => {
    expect(said(single)).toEqual(['a credential that is not for its models: STRIPE_KEY.']);
    expect(said(single, { ...single, line: 9 })).toEqual(['a credential that is not for its models: STRIPE_KEY.']);
  });

  test.each([
    ['comes with a file', { attachedBy: 'handed' }],
    ['code reads', { by: 'code' }],
    ['may be none', { confidence: 'medium' }],
    ['opens its models', { opens: ['openai'] }],
  ] as const)('is no matter where it is one that %s', (_what, changes) => {
    expect(said({ ...single, ...changes })).toEqual([]);
  });

  test('is told beside a file that does not hold it, and not beside the file that does', () => {
    const holding = 'all of .env; what that holds is not written in this tree.';
    expect(said(file, { ...single, of: '.env' })).toEqual([holding]);
    expect(said(file, { ...single, of: 'prod.env' })).toEqual([
      'a credential that is not for its models: STRIPE_KEY.',
      holding,
    ]);
  });

  test('is told of a step of a workflow, where a token ends with the job', () => {
    expect(said({ ...single, by: 'step', confidence: 'medium' })).toHaveLength(1);
  });

  test('is about the agent and its first provider', () => {
    expect(found(armed(single))).toMatchObject([{ agent: `${repository}//a`, entry: null, provider: 'openai' }]);
  });

  test('and another are known again, in whatever order they stand', () => {
    const print = (...names: string[]) =>
      found(armed(...names.map((name, i) => grant('credential', name, { line: i + 1 }))))[0]?.fingerprint;
    expect(print('A', 'B')).toBe(print('B', 'A'));
    expect(print('A', 'B')).not.toBe(print('A'));
    expect(print('A', 'B')).not.toBe(print('AB'));
  });
});

test('six names are told in full, for "1 more" would be no shorter', () => {
  const of = (letters: string) =>
    said(...[...letters].map((name, i) => grant('credential', name, { line: i + 1 })))[0]?.split(': ')[1];
  expect(of('ABC')).toBe('A, B and C.');
  expect(of('ABCDEF')).toBe('A, B, C, D, E and F.');
  expect(of('ABCDEFG')).toBe('A, B, C, D, E and 2 more.');
});
