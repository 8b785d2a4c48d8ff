import { describe, expect, test } from 'vitest';
import { type CheckInput, check } from '../../src/checks/index.ts';
import type { Config, Ignore } from '../../src/model/config.ts';
import { aged, agentAt, approved, entryFor, places, repository } from '../registry/world.ts';
import { grant, keyIn, scene, seen } from './scene.ts';

function found(id: string, input: CheckInput) {
  return check(input).findings.filter((finding) => finding.check === id);
}

describe('an agent in no entry', () => {
  const words = (providers: readonly string[]) =>
    found('RC101', scene({ agents: [agentAt('a', { providers })] })).map(({ message }) => message);

  test('calls its providers, or some model', () => {
    expect(words(['openai'])).toEqual(['Agent "a" calls openai and is not in the registry.']);
    expect(words([])).toEqual(['Agent "a" calls a model and is not in the registry.']);
  });

  test('is shown at its folder where it has no witness', () => {
    expect(found('RC101', scene({ agents: [agentAt('a', { evidence: [] })] }))).toMatchObject([
      { repository, file: 'a', line: 1, column: 1, commit: null, object: null, locations: [] },
    ]);
  });

  test('is none of which there is no verdict', () => {
    const input = scene({ agents: [agentAt('a')] });
    expect(check({ ...input, reconciliation: { verdicts: [], entries: [] } }).findings).toEqual([]);
  });
});

describe('an approval that does not hold', () => {
  const entry = approved(entryFor('triage', 'a'));
  const said = (...input: Parameters<typeof scene>) => found('RC102', scene(...input)).map(({ message }) => message);
  const agents = [agentAt('a', { providers: ['openai', 'google'] })];

  test('is none where it holds, and the agent does more', () => {
    expect(found('RC103', scene({ agents }, [entry]))).toHaveLength(2);
    expect(said({ agents }, [entry])).toEqual([]);
  });

  test('is about agent and entry, at the first witness', () => {
    expect(found('RC102', scene({ agents }, [{ ...entry, approval: null }]))).toMatchObject([
      { agent: `${repository}//a`, entry: 'triage', provider: 'openai', file: 'a/main.py', locations: [] },
    ]);
  });

  test('without an end of its own is too old by the policy', () => {
    expect(said({ agents }, [approved(entryFor('triage', 'a'), null)], { config: { policy: aged(90) } })).toEqual([
      'Agent "a" is not approved: the approval of entry "triage" is older than the 90 days that the policy allows.',
    ]);
    expect(said({ agents }, [entry], { config: { policy: aged(1) } })[0]).toContain('older than the 1 day that');
  });

  test('of today, of something else, is no approval of a day to come', () => {
    const today = { ...entry, approval: entry.approval && { ...entry.approval, at: '2026-06-01' } };
    expect(said({ agents }, [{ ...today, identities: ['new'] }])).toEqual([
      'Agent "a" is not approved: entry "triage" was edited after it was approved.',
    ]);
  });
});

test('an entry without an agent is told at its own place in the registry, with all its repositories', () => {
  const match = places({ repo: repository, paths: [] });
  expect(found('RC105', scene({}, [approved(entryFor('ghost', '', { match }))]))).toMatchObject([
    { provider: null, commit: null, object: null, locations: [] },
  ]);
});

test('a check without texts is an error of the rules, which says how it is mended', () => {
  expect(() => check(scene({ agents: [agentAt('a')] }, [], { texts: new Map() }))).toThrow(
    expect.objectContaining({ code: 'rule', hint: 'Add checks/RC101.yaml to the folder of rules.' }),
  );
});

describe('suppressions that suppress nothing', () => {
  const ignore = (path: string, line: number, check = 'RC201', file = 'config.yaml'): Ignore => ({
    check,
    path,
    agent: null,
    reason: 'known',
    until: null,
    at: { file, line, column: 1 },
  });
  const idle = (...rules: readonly Ignore[]) => {
    const config: Partial<Config> = { ignore: rules };
    return check(scene({ unattached: [{ ...keyIn('a/.env', 'k'), reason: '' }] }, [], { config })).idle;
  };

  test('come in the order of their places, and then of their checks', () => {
    const rules = [
      ignore('x', 9),
      ignore('y', 2),
      ignore('z', 5, 'RC202'),
      ignore('z', 5),
      ignore('q', 1, 'RC201', 'z'),
    ];
    expect(idle(...rules).map(({ at, check }) => `${at.file}:${at.line} ${check}`)).toEqual([
      'config.yaml:2 RC201',
      'config.yaml:5 RC201',
      'config.yaml:5 RC202',
      'config.yaml:9 RC201',
      'z:1 RC201',
    ]);
  });

  test('are paths by wildcards, and by none of the patterns that may take for ever', () => {
    expect(idle(ignore('*/.env', 1))).toEqual([]);
    expect(idle(ignore('+(a)/.env', 1))).toHaveLength(1);
  });
});

describe('one credential of several agents', () => {
  const embedded = { env: null, ref: null, fingerprint: 'k', provider: 'google' };

  test('is the same whether a file or a variable shows it, and no other', () => {
    const a = seen(agentAt('a'), keyIn('a/.env', 'k'));
    const shared = (fingerprint: string) =>
      found('RC202', scene({ agents: [a, agentAt('b', { credentials: [{ ...embedded, fingerprint }] })] }));
    expect(shared('k')).toHaveLength(1);
    expect(shared('l')).toEqual([]);
  });

  test('is told by the words and the provider of the first of them', () => {
    const b = seen(agentAt('b'), keyIn('b/.env', 'k'));
    const a = agentAt('a', { credentials: [embedded] });
    expect(found('RC202', scene({ agents: [b, a] }))).toMatchObject([
      {
        agent: `${repository}//a`,
        entry: null,
        provider: 'google',
        message: `One credential, an embedded key, is used by several agents: "${repository}//a" and "${repository}//b".`,
        file: 'a/main.py',
        locations: [{ file: 'b/main.py' }],
      },
    ]);
  });

  test('in a vault is one in all repositories', () => {
    const of = (ref: string) =>
      ['github.com/acme/shop', 'github.com/acme/crm'].map((home) =>
        agentAt('a', { repository: home, credentials: [{ ...embedded, fingerprint: null, ref }] }),
      );
    expect(found('RC202', scene({ agents: of('vault:kv/x') }))).toHaveLength(1);
    expect(found('RC202', scene({ agents: of('secret:X') }))).toEqual([]);
  });
});

describe('what is handed over', () => {
  const names = (changes: object, triggers: readonly string[]) =>
    found('RC203', scene({ agents: [seen(agentAt('a', { triggers }), grant('credential', 'A', changes))] })).length;

  test('is its own where people reach it by it, and not where they reach it otherwise', () => {
    expect(names({ channel: 'slack' }, ['schedule', 'slack'])).toBe(0);
    expect(names({ channel: 'slack' }, ['schedule'])).toBe(1);
    expect(names({ channel: null }, ['slack'])).toBe(1);
  });

  test('stands at each of its places once, though two witnesses show it', () => {
    const lines = [5, 3, 3, 5, 9].map((line) => grant('credential', 'A', { line }));
    const [finding] = found('RC203', scene({ agents: [seen(agentAt('a'), ...lines)] }));
    expect([finding?.line, finding?.locations.map(({ line }) => line)]).toEqual([3, [5, 9]]);
  });

  test('is told by its template where a part of it is', () => {
    const inFile = { attachedBy: 'handed', file: '.env', of: '.env' } as const;
    const agent = seen(
      agentAt('a'),
      grant('file', '.env'),
      grant('credential', 'A', { ...inFile, by: 'template' }),
      grant('credential', 'B', { ...inFile, by: 'env-file', line: 2 }),
    );
    expect(found('RC203', scene({ agents: [agent] }))[0]?.message).toContain('all of .env, by its template: A and B.');
  });
});
