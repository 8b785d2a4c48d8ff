import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import { agentAt, approved, entryFor, places, repository } from '../registry/world.ts';
import { scene } from './scene.ts';

const identity = 'spiffe://acme.com/ns/shop/sa/triage';
const fork = 'github.com/mallory/fork';

function found(...input: Parameters<typeof scene>) {
  return check(scene(...input)).findings.filter((finding) => finding.check === 'RC104');
}

describe('an agent that fits several entries', () => {
  test('is shown at its first witness, with its first provider', () => {
    const agents = [agentAt('a', { providers: ['openai', 'google'] })];
    expect(found({ agents }, [entryFor('one', 'a'), entryFor('two', 'a')])).toMatchObject([
      { agent: `${repository}//a`, entry: null, provider: 'openai', file: 'a/main.py', line: 3, locations: [] },
    ]);
  });
});

describe('an identity that stands elsewhere', () => {
  const stranger = agentAt('a', { repository: fork, identities: [identity] });
  const known = entryFor('triage', 'a', { identities: [identity] });

  test('is told with the entry that it would borrow the approval of', () => {
    expect(found({ agents: [stranger] }, [approved(known)]).map(({ message }) => message)).toEqual([
      'Agent "a" has the identity of entry "triage" but is not in a place that the entry names.',
    ]);
  });

  test('is at home in any of the repositories that the entry names', () => {
    const both = places({ repo: repository, paths: [] }, { repo: fork, paths: [] });
    expect(found({ agents: [stranger] }, [{ ...known, match: both }])).toEqual([]);
  });
});

test('an identity is at home in any of the folders that the entry names', () => {
  const known = entryFor('triage', 'b', {
    identities: [identity],
    match: places({ repo: repository, paths: ['a', 'b'] }),
  });
  expect(found({ agents: [agentAt('b/c', { identities: [identity] })] }, [known])).toEqual([]);
  expect(found({ agents: [agentAt('c', { identities: [identity] })] }, [known])).toHaveLength(1);
});

describe('an identity of several', () => {
  test('agents is about the first of them, and names all in order', () => {
    const agents = ['c', 'a', 'b'].map((path) => agentAt(path, { identities: [identity] }));
    expect(found({ agents })).toMatchObject([
      {
        agent: `${repository}//a`,
        provider: null,
        message: `The identity ${identity} is used by several agents: "${repository}//a", "${repository}//b" and "${repository}//c".`,
        file: 'a/main.py',
        locations: [{ file: 'b/main.py' }, { file: 'c/main.py' }],
      },
    ]);
  });

  test('entries is about the last of them, and names all in order', () => {
    const entries = ['b', 'c', 'a'].map((id, i) => ({
      ...entryFor(id, id, { identities: [identity] }),
      at: { file: 'registry.yaml', line: i + 1, column: 5 },
    }));
    expect(found({}, entries)).toMatchObject([
      {
        agent: null,
        entry: 'c',
        provider: null,
        message: `The identity ${identity} stands in several entries: "a", "b" and "c".`,
        repository: null,
        line: 2,
        commit: null,
        object: null,
        locations: [],
      },
    ]);
  });

  test('is several only where it is not of one that names it twice', () => {
    expect(found({ agents: [agentAt('a', { identities: [identity, identity] })] })).toEqual([]);
    expect(found({}, [entryFor('a', 'a', { identities: [identity, identity] })])).toEqual([]);
  });
});
