import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Agent } from '../../src/model/census.ts';
import { agentAt, repository } from '../registry/world.ts';
import { keyIn, scene, seen } from './scene.ts';

/** Findings of one check, for short. */
function found(id: string, input: ReturnType<typeof scene>) {
  return check(input).findings.filter((finding) => finding.check === id);
}

function messages(id: string, input: ReturnType<typeof scene>): string[] {
  return found(id, input).map(({ message }) => message);
}

describe('RC201', () => {
  test('yields one finding a key, with all its places', () => {
    const agent = seen(agentAt('a'), keyIn('a/.env', 'k1', 3), keyIn('a/.env', 'k2', 4));
    const unattached = [{ ...keyIn('test/fixture.json', 'k1'), reason: 'test' }];
    const input = scene({ agents: [agent], unattached });
    expect(found('RC201', input)).toMatchObject([
      {
        severity: 'high',
        agent: `${repository}//a`,
        provider: 'openai',
        message: 'OpenAI project key sk-proj-… is written into this file, and in one other place.',
        file: 'a/.env',
        line: 3,
        locations: [{ repository, file: 'test/fixture.json', line: 1 }],
      },
      { line: 4, locations: [], message: 'OpenAI project key sk-proj-… is written into this file.' },
    ]);
  });

  test('is about no agent where none holds the key', () => {
    const context = { context: 'vendored', reason: 'vendored' } as const;
    const input = scene({ unattached: [{ ...keyIn('vendor/x.js', 'k'), ...context }] });
    expect(found('RC201', input)).toMatchObject([{ agent: null, file: 'vendor/x.js' }]);
  });

  test('counts a witness of two agents as one place', () => {
    const agents = ['a', 'b'].map((path) => seen(agentAt(path), keyIn('.env', 'k')));
    expect(found('RC201', scene({ agents }))).toMatchObject([{ agent: `${repository}//a`, locations: [] }]);
  });

  test('keeps its fingerprint when the key moves, and has another for another key', () => {
    const of = (file: string, key: string, line: number) =>
      found('RC201', scene({ unattached: [{ ...keyIn(file, key, line), reason: '' }] }))[0]?.fingerprint;
    expect(of('a', 'k1', 1)).toBe(of('b/c', 'k1', 99));
    expect(of('a', 'k1', 1)).not.toBe(of('a', 'k2', 1));
  });
});

describe('RC202', () => {
  const credential = { env: 'OPENAI_API_KEY', ref: null, fingerprint: null, provider: 'openai' };

  function sharing(credentials: readonly object[], changes: readonly object[] = []) {
    const agents = credentials.map((each, i) =>
      agentAt('abc'[i] ?? '', { credentials: [{ ...credential, ...each }], ...changes[i] }),
    );
    return messages('RC202', scene({ agents }));
  }

  const both = `is used by several agents: "${repository}//a" and "${repository}//b".`;

  test('names the agents that use one secret', () => {
    expect(sharing([{ ref: 'vault:kv/openai' }, { ref: 'vault:kv/openai' }, { ref: 'vault:kv/other' }])).toEqual([
      `One credential, vault:kv/openai, ${both}`,
    ]);
  });

  test('names the agents that hold one key, by its mask', () => {
    const agents = ['a', 'b'].map((path) => seen(agentAt(path), keyIn(`${path}/.env`, 'k')));
    expect(messages('RC202', scene({ agents }))).toEqual([`One credential, sk-proj-…, ${both}`]);
    expect(sharing([{ fingerprint: 'k' }, { fingerprint: 'k' }])).toEqual([`One credential, an embedded key, ${both}`]);
  });

  test('is silent for a variable of the same name', () => {
    expect(sharing([{}, {}])).toEqual([]);
  });

  test('takes a repository secret for the same one only within its repository', () => {
    const elsewhere = { repository: 'github.com/acme/crm' };
    expect(sharing([{ ref: 'secret:KEY' }, { ref: 'secret:KEY' }])).toHaveLength(1);
    expect(sharing([{ ref: 'secret:KEY' }, { ref: 'secret:KEY' }], [{}, elsewhere])).toEqual([]);
  });

  test('is graded medium among the workflows of one repository, each of which can read every secret of it anyway', () => {
    const agents = (...kinds: readonly Agent['kind'][]) =>
      kinds.map((kind, i) => agentAt(`${i}`, { kind, credentials: [{ ...credential, ref: 'secret:KEY' }] }));
    const grades = (all: readonly Agent[]) => found('RC202', scene({ agents: all })).map(({ severity }) => severity);
    expect(grades(agents('workflow', 'workflow'))).toEqual(['medium']);
    expect(grades(agents('workflow', 'application'))).toEqual(['high']);
    const vault = agents('workflow', 'workflow').map((agent) => ({
      ...agent,
      credentials: [{ ...credential, ref: 'vault:kv/openai' }],
    }));
    expect(grades(vault)).toEqual(['high']);
  });

  test('is silent for the token that GitHub makes for every job', () => {
    expect(sharing([{ ref: 'secret:GITHUB_TOKEN' }, { ref: 'secret:GITHUB_TOKEN' }])).toEqual([]);
  });

  test('is silent for an agent that calls through the other', () => {
    const refs = [{ ref: 'vault:kv/openai' }, { ref: 'vault:kv/openai' }];
    expect(sharing(refs, [{ via: [`${repository}//b`] }])).toEqual([]);
    expect(sharing(refs, [{ via: [`${repository}//b`] }, { via: [`${repository}//a`] }])).toHaveLength(1);
  });

  test('is silent for one agent that uses a credential twice', () => {
    const agents = [seen(agentAt('a'), keyIn('a/x', 'k'), keyIn('a/y', 'k'))];
    expect(messages('RC202', scene({ agents }))).toEqual([]);
  });
});
