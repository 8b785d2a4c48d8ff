import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Agent, Unattached } from '../../src/model/census.ts';
import { agentAt, repository } from '../registry/world.ts';
import { grant, runsAs, scene, seen } from './scene.ts';

/** What RC206 says of these agents, and of workloads that are none. */
function found(agents: readonly Agent[], unattached: readonly Unattached[] = []) {
  return check(scene({ agents, unattached })).findings.filter((finding) => finding.check === 'RC206');
}

const office = 'k8s:sa/office';

function agentWith(path: string, account = office): Agent {
  return seen(agentAt(path), runsAs(account, `${path}.yaml`));
}

/** A workload that is no agent. */
function workload(file: string, image: string | null = file): Unattached {
  const whose = image === null ? undefined : { folder: null, image };
  return { ...runsAs(office, file), ...(whose && { whose }), reason: '' };
}

describe('an agent without an account of its own', () => {
  test('is told with the rights that it has instead', () => {
    const bare = (name: string) => found([seen(agentAt('a'), grant('account', name))]).map(({ message }) => message);
    expect(bare('default')).toEqual([
      'Agent "a" runs under the default service account of its namespace, with everything else that names none.',
    ]);
    expect(bare('no task role')).toEqual([
      'Agent "a" runs without a task role: it has the rights of the host that it runs on, or keys.',
    ]);
  });

  test('is shown at the first of the manifests that name none, with the others', () => {
    const places = ['b.yaml', 'a.yaml'].map((file) => grant('account', 'default', { file, line: 7 }));
    const agent = seen(agentAt('x', { providers: ['openai', 'google'] }), ...places);
    expect(found([agent])).toMatchObject([
      {
        agent: agent.id,
        entry: null,
        provider: 'openai',
        file: 'a.yaml',
        line: 7,
        locations: [{ file: 'b.yaml', line: 7 }],
      },
    ]);
  });

  test('is known again by what it has instead of one', () => {
    const print = (name: string) => found([seen(agentAt('a'), grant('account', name))])[0]?.fingerprint;
    expect(print('default')).not.toBe(print('no task role'));
  });

  test('is not meant where something else is handed over', () => {
    expect(found([seen(agentAt('a'), grant('credential', 'default'))])).toEqual([]);
  });
});

describe('an account of several', () => {
  const said = (...input: Parameters<typeof found>) => found(...input).map(({ message }) => message);

  test.each([
    ['does "github.com/acme/shop//b"', ['b'], []],
    ['do "github.com/acme/shop//b" and "github.com/acme/shop//c"', ['b', 'c'], []],
    ['does 1 other workload', [], ['x']],
    ['do 2 other workloads', [], ['x', 'y']],
    ['do "github.com/acme/shop//b" and 2 other workloads', ['b'], ['x', 'y']],
  ])('is told in good English: and so %s', (words, agents, workloads) => {
    const all = ['a', ...agents].map((path) => agentWith(path));
    expect(
      said(
        all,
        workloads.map((name) => workload(`${name}.yaml`)),
      ),
    ).toEqual([`Agent "a" runs as ${office}, and so ${words}.`]);
  });

  test('is no finding where no agent runs under it', () => {
    expect(found([], [workload('x.yaml'), workload('y.yaml')])).toEqual([]);
  });

  test('is run under by nobody in particular where no workload is named', () => {
    expect(found([agentWith('a')], [workload('x.yaml', null)])).toEqual([]);
  });

  test('is another in another repository, and under another name', () => {
    const elsewhere = 'github.com/acme/crm';
    const far = seen(agentAt('b', { repository: elsewhere }), runsAs(office, 'b.yaml', elsewhere));
    expect(found([agentWith('a'), far])).toEqual([]);
    expect(found([agentWith('a'), agentWith('b', 'k8s:sa/kitchen')])).toEqual([]);
  });

  test('stands where the first of the agents has it, and names the places of all', () => {
    const [a, b] = [agentAt('a', { providers: ['openai'] }), agentAt('b')];
    const agents = [seen(b, runsAs(office, '1.yaml')), seen(a, runsAs(office, '3.yaml'), runsAs(office, '2.yaml'))];
    expect(found(agents)).toMatchObject([
      {
        agent: `${repository}//a`,
        entry: null,
        provider: 'openai',
        file: '2.yaml',
        locations: [{ file: '1.yaml' }, { file: '3.yaml' }],
      },
    ]);
  });

  test('is known again by its name', () => {
    const print = (account: string) => found([agentWith('a', account), agentWith('b', account)])[0]?.fingerprint;
    expect(print(office)).not.toBe(print('k8s:sa/kitchen'));
  });
});
