import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Agent, Witness } from '../../src/model/census.ts';
import { agentAt, repository } from '../registry/world.ts';
import { grant, scene, seen } from './scene.ts';

function found(grants: readonly Witness[], facets: Partial<Agent> = {}) {
  const agent = seen(agentAt('a', facets), ...grants);
  return check(scene({ agents: [agent] })).findings.filter((finding) => finding.check === 'RC205');
}

/** A script that nobody but a schedule starts. */
const alone = { kind: 'script', triggers: ['schedule'] } as const;

describe('a login of a person', () => {
  test.each([
    ['a step of a workflow has it', { by: 'step' }, 1],
    ['a workload has it', { by: 'workload' }, 1],
    ['an image has it', { by: 'image' }, 1],
    ['a file that is handed to a service has it', { by: 'env-file', attachedBy: 'handed' }, 1],
    ['a file beside the code has it', { by: 'env-file', attachedBy: 'unit' }, 0],
    ['code that is handed on reads it', { by: 'code', attachedBy: 'handed' }, 0],
    ['code reads it', { by: 'code' }, 0],
    ['a template names it', { by: 'template' }, 0],
  ] as const)('where %s: %o', (_what, changes, count) => {
    expect(found([grant('personal', 'A', changes)])).toHaveLength(count);
    expect(found([grant('refresh', 'A', changes)])).toHaveLength(count);
  });

  test('that code reads counts where nobody is there, and one that a template names does not', () => {
    expect(found([grant('personal', 'A', { by: 'code' })], alone)).toHaveLength(1);
    expect(found([grant('personal', 'A', { by: 'template' })], alone)).toEqual([]);
  });
});

describe('nobody is there', () => {
  const scope = grant('scope', 'offline_access', { by: 'code' });
  const workload = { ...grant('scope', 'unused'), kind: 'workload', name: 'job', build: null, serves: false } as const;
  const scheduled = { ...workload, image: 'job', triggers: ['schedule'] };
  const isAlone = (facets: Partial<Agent>, ...grants: Witness[]) => found([scope, ...grants], facets).length === 1;

  test.each(['script', 'notebook', 'workflow'] as const)('where a schedule starts a %s', (kind) => {
    expect(isAlone({ kind, triggers: ['schedule'] })).toBe(true);
  });

  test('where a schedule starts the image that it is in', () => {
    expect(isAlone({ triggers: ['schedule'] }, scheduled)).toBe(true);
    expect(isAlone({ triggers: ['schedule'] }, { ...scheduled, image: null })).toBe(false);
    expect(isAlone({ triggers: ['schedule'] }, { ...scheduled, triggers: [] })).toBe(false);
    expect(isAlone({ triggers: ['schedule'] })).toBe(false);
  });

  test('but not where nothing is known to start it', () => {
    expect(isAlone({ kind: 'script', triggers: [] })).toBe(false);
  });

  test.each('http slack discord telegram teams whatsapp manual workflow_dispatch web api chat url'.split(' '))(
    'but not where it is started by %s too',
    (trigger) => {
      expect(isAlone({ kind: 'script', triggers: [trigger, 'schedule'] })).toBe(false);
    },
  );

  test('is no ground to speak of other things that are handed over', () => {
    expect(found([grant('credential', 'A'), grant('file', '.env'), grant('account', 'default')], alone)).toEqual([]);
  });
});

describe('what is said', () => {
  const words = (...args: Parameters<typeof found>) => found(...args).map(({ message }) => message);

  test('names whose the session is, where that is known', () => {
    const of = { service: 'Google' };
    expect(words([grant('personal', 'A', of)])).toEqual([
      'Agent "a" runs on A, Google: it acts as that person, for as long as the login lasts.',
    ]);
    expect(words([grant('refresh', 'A', of)])).toEqual([
      'Agent "a" keeps A, Google: whoever has it renews the session again and again.',
    ]);
    expect(words([grant('scope', 'A', of)], { kind: 'script', triggers: ['push', 'schedule'] })).toEqual([
      'Agent "a" asks for A, Google, and runs with nobody there (push, schedule).',
    ]);
    expect(words([grant('lasting', 'sa/a')])).toEqual(['Agent "a" has a token of its account sa/a that never ends.']);
  });

  test('is one finding a login, at the first place, with the others', () => {
    const login = grant('personal', 'A', { line: 3 });
    expect(found([login, { ...login, line: 2 }, { ...login, line: 2 }], { providers: ['openai'] })).toMatchObject([
      { agent: `${repository}//a`, entry: null, provider: 'openai', line: 2, locations: [{ line: 3 }] },
    ]);
    expect(found([login, grant('personal', 'B'), grant('refresh', 'A')])).toHaveLength(3);
  });

  test('is known again by what it is and its name', () => {
    const print = (what: 'personal' | 'refresh', name: string) => found([grant(what, name)])[0]?.fingerprint;
    expect(new Set([print('personal', 'A'), print('personal', 'B'), print('refresh', 'A')]).size).toBe(3);
  });

  test('is of low severity for an example, and for no caller that is none', () => {
    const severity = (facets: Partial<Agent>) => found([grant('personal', 'A')], facets)[0]?.severity;
    expect([severity({}), severity({ level: 'caller' }), severity({ example: true })]).toEqual([
      'medium',
      'medium',
      'low',
    ]);
  });
});
