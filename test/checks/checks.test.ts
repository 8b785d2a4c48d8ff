import { describe, expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import type { Witness } from '../../src/model/census.ts';
import { defaultPolicy } from '../../src/model/policy.ts';
import type { Entry } from '../../src/model/registry.ts';
import { aged, agentAt, approved, entryFor, places, repository } from '../registry/world.ts';
import { keyIn, scene, seen, textOf, texts } from './scene.ts';

const identity = 'spiffe://acme.com/ns/shop/sa/triage';

/** Findings of one check, for short. */
function found(id: string, input: ReturnType<typeof scene>) {
  return check(input).findings.filter((finding) => finding.check === id);
}

function messages(id: string, input: ReturnType<typeof scene>): string[] {
  return found(id, input).map(({ message }) => message);
}

describe('RC101', () => {
  test('names an agent that is in no entry, at its first witness', () => {
    expect(found('RC101', scene({ agents: [agentAt('triage', { providers: ['anthropic', 'openai'] })] }))).toEqual([
      {
        check: 'RC101',
        severity: 'high',
        agent: `${repository}//triage`,
        entry: null,
        provider: 'anthropic',
        message: 'Agent "triage" calls anthropic, openai and is not in the registry.',
        repository,
        file: 'triage/main.py',
        line: 3,
        column: 1,
        commit: null,
        object: null,
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        locations: [],
        keyType: null,
        broughtBy: null,
        suppressed: null,
      },
    ]);
  });

  test('is of low severity for an example', () => {
    expect(found('RC101', scene({ agents: [agentAt('examples/a', { example: true })] }))[0]?.severity).toBe('low');
  });

  test.each(['pending', 'approved', 'rejected'] as const)('is silent for an agent whose entry is %s', (status) => {
    expect(found('RC101', scene({ agents: [agentAt('a')] }, [{ ...entryFor('a', 'a'), status }]))).toEqual([]);
  });
});

describe('RC102', () => {
  const entry = approved(entryFor('triage', 'a'));

  test.each<[string, Entry, string]>([
    [
      'expired',
      approved(entryFor('triage', 'a'), '2026-06-01'),
      'the approval of entry "triage" expired on 2026-06-01.',
    ],
    ['edited', { ...entry, identities: ['new'] }, 'entry "triage" was edited after it was approved.'],
    ['without an approval', { ...entry, approval: null }, 'entry "triage" says so, but names nobody who approved it.'],
    ['rejected', { ...entry, status: 'rejected' }, 'entry "triage" was rejected, and the agent is still here.'],
    ['deprecated', { ...entry, status: 'deprecated' }, 'entry "triage" is deprecated, and the agent is still here.'],
  ])('says why an entry that is %s approves nothing', (_what, entry, reason) => {
    expect(messages('RC102', scene({ agents: [agentAt('a')] }, [entry]))).toEqual([
      `Agent "a" is not approved: ${reason}`,
    ]);
  });

  test('names the policy where the approval is too old for it', () => {
    const input = scene({ agents: [agentAt('a')] }, [entry], { config: { policy: aged(90) } });
    expect(messages('RC102', input)[0]).toContain('is older than the 90 days');
  });

  test('names the digest that is missing and the day that has not come', () => {
    const { approval } = entry;
    const of = (change: object) => ({ ...entry, approval: approval && { ...approval, ...change } });
    expect(messages('RC102', scene({ agents: [agentAt('a')] }, [of({ digest: null })]))[0]).toContain('has no digest');
    expect(messages('RC102', scene({ agents: [agentAt('a')] }, [of({ at: '2026-07-01' })]))[0]).toContain(
      'a day to come',
    );
  });

  test('names the age that the policy allows for the risk of the scope', () => {
    const risky = approved(entryFor('triage', 'a', { scope: { tools: [{ name: 'refund', access: 'write' }] } }));
    const policy = { ...defaultPolicy, maximumAgeDays: { high: 30, medium: 90, low: null } };
    const input = scene({ agents: [agentAt('a')] }, [risky], { config: { policy } });
    expect(messages('RC102', input)[0]).toContain('is older than the 30 days');
  });

  test('says what the policy asks for where the approval is not enough', () => {
    const policy = { ...defaultPolicy, approvers: { high: 2, medium: 2, low: 2 }, sponsor: ['low'] } as const;
    const [finding] = found('RC102', scene({ agents: [agentAt('a')] }, [entry], { config: { policy } }));
    expect([finding?.severity, finding?.message]).toEqual([
      'high',
      'Agent "a" is not approved: entry "triage" has 1 approver and no sponsor, and the policy asks for 2 approvers and a sponsor (low risk).',
    ]);
  });

  test('is silent for an agent that is approved, and for one that waits', () => {
    expect(found('RC102', scene({ agents: [agentAt('a')] }, [entry]))).toEqual([]);
    expect(found('RC102', scene({ agents: [agentAt('a')] }, [entryFor('a', 'a')]))).toEqual([]);
  });
});

describe('RC103', () => {
  const agent = agentAt('a', {
    providers: ['openai'],
    frameworks: ['langgraph'],
    models: ['gpt-5'],
    hosts: ['llm.example.com'],
    mcpServers: ['tickets'],
    dataSinks: ['pinecone'],
    tools: [{ name: 'refund', access: 'write', approval: 'none' }],
  });

  test('yields one finding for each thing that is not in scope', () => {
    const input = scene({ agents: [agent] }, [approved(entryFor('triage', 'a'))]);
    expect(
      found('RC103', input)
        .map(({ severity, message }) => `${severity}: ${message}`)
        .toSorted(),
    ).toEqual([
      'high: Agent "a" calls the provider openai, which entry "triage" does not allow.',
      'high: Agent "a" has the tool refund (write tool), which entry "triage" does not allow.',
      'high: Agent "a" writes to pinecone, which entry "triage" does not allow.',
      'medium: Agent "a" calls the host llm.example.com, which entry "triage" does not allow.',
      'medium: Agent "a" connects to the MCP server tickets, which entry "triage" does not allow.',
      'medium: Agent "a" uses the framework langgraph, which entry "triage" does not allow.',
      'medium: Agent "a" uses the model gpt-5, which entry "triage" does not allow.',
    ]);
  });

  test('stands where the thing was seen, with its other witnesses', () => {
    const { attachedBy, ...base } = keyIn('a/tools.py', 'unused', 7);
    const tool = {
      ...base,
      kind: 'tool',
      name: 'refund',
      access: 'write',
      approval: 'none',
      binding: null,
      attachedBy,
    } as const;
    const busy = seen({ ...agent, providers: [] }, { ...tool, line: 9 }, tool);
    const [finding] = found('RC103', scene({ agents: [busy] }, [approved(entryFor('triage', 'a'))])).filter(
      ({ message }) => message.includes('refund'),
    );
    expect(finding).toMatchObject({ file: 'a/tools.py', line: 7, locations: [{ file: 'a/tools.py', line: 9 }] });
  });

  const { attachedBy, type, title, masked, fingerprint, name, ...base } = keyIn('a/here.py', 'unused', 7);
  const reach = { models: [], hosts: [], dynamic: [], attachedBy, weight: 'use', level: 'agent', tools: [] } as const;
  const call = { ...base, ...reach, kind: 'call', symbol: 'x', operation: 'chat', provider: null } as const;

  test.each<[string, Witness]>([
    ['provider openai', { ...call, provider: 'openai' }],
    ['framework langgraph', { ...call, framework: 'langgraph' }],
    ['model gpt-5', { ...call, models: ['gpt-5'] }],
    ['host llm.example.com', { ...call, hosts: ['llm.example.com'] }],
    ['host llm.example.com', { ...base, attachedBy, kind: 'endpoint', host: 'llm.example.com' }],
    ['tool refund', { ...call, tools: ['refund'] }],
    ['MCP server tickets', { ...base, attachedBy, kind: 'connection', name: 'tickets', target: '' }],
    ['writes to pinecone', { ...base, attachedBy, kind: 'store', name: 'pinecone' }],
  ])('shows the %s where it stands, and nowhere else', (what, witness) => {
    const other = { ...call, file: 'a/other.py', models: ['other'], hosts: ['other'], tools: ['other'] };
    const first = { ...other, file: 'a/first.py' };
    const input = scene({ agents: [{ ...agent, evidence: [first, other, witness] }] }, [approved(entryFor('t', 'a'))]);
    const finding = found('RC103', input).find(({ message }) => message.includes(what));
    expect(finding).toMatchObject({ file: 'a/here.py', line: 7, locations: [] });
  });

  test('shows what is decided at run time where that was seen', () => {
    const chosen = { ...call, dynamic: ['models'] } as const;
    const busy = { ...agentAt('a', { dynamic: ['models'] }), evidence: [{ ...call, file: 'a/first.py' }, chosen] };
    const policy = { ...defaultPolicy, declareDynamic: true };
    const [finding] = found('RC103', scene({ agents: [busy] }, [approved(entryFor('t', 'a'))], { config: { policy } }));
    expect(finding).toMatchObject({ severity: 'medium', file: 'a/here.py', locations: [] });
    expect(finding?.message).toBe('Agent "a" takes its models from where it runs, which entry "t" does not declare.');
  });

  test('is as grave as the policy grades it', () => {
    const policy = { ...defaultPolicy, drift: { providers: 'warn', models: 'fail' } } as const;
    const input = scene({ agents: [agent] }, [approved(entryFor('t', 'a'))], { config: { policy } });
    const severity = (what: string) => found('RC103', input).find(({ message }) => message.includes(what))?.severity;
    expect([severity('provider openai'), severity('model gpt-5')]).toEqual(['medium', 'high']);
  });

  test('is silent for what is in scope, and for an agent whose approval does not hold', () => {
    const { providers, frameworks, models, hosts, mcpServers, dataSinks } = agent;
    const scope = { providers, frameworks, models, hosts, mcpServers, dataSinks, tools: [{ name: 'refund' }] };
    expect(found('RC103', scene({ agents: [agent] }, [approved(entryFor('a', 'a', { scope }))]))).toEqual([]);
    expect(found('RC103', scene({ agents: [agent] }, [entryFor('a', 'a')]))).toEqual([]);
  });
});

describe('RC104', () => {
  test('names the entries that fit one agent equally', () => {
    expect(messages('RC104', scene({ agents: [agentAt('a')] }, [entryFor('one', 'a'), entryFor('two', 'a')]))).toEqual([
      'Agent "a" fits the entries "one" and "two" equally well, so none of them approves it.',
    ]);
  });

  test('names the agents that have one identity, once', () => {
    const agents = ['a', 'b', 'c'].map((path) => agentAt(path, { identities: [identity] }));
    const [finding, ...others] = found('RC104', scene({ agents }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      agent: `${repository}//a`,
      message: expect.stringContaining(identity),
      locations: [{ file: 'b/main.py' }, { file: 'c/main.py' }],
    });
  });

  test('names the entries that have one identity, in the registry', () => {
    const entries = [
      entryFor('one', 'a', { identities: [identity] }),
      entryFor('two', 'b', { identities: [identity] }),
    ];
    expect(found('RC104', scene({}, entries))).toMatchObject([
      { agent: null, entry: 'two', repository: null, file: '.rollcall/registry.yaml', line: 3 },
    ]);
  });

  test('is of high severity for an agent with the identity of an entry that lives elsewhere', () => {
    const stranger = agentAt('a', { repository: 'github.com/mallory/fork', identities: [identity] });
    const entry = approved(entryFor('triage', 'a', { identities: [identity] }));
    expect(found('RC104', scene({ agents: [stranger] }, [entry]))).toMatchObject([
      { severity: 'high', entry: 'triage', repository: 'github.com/mallory/fork' },
    ]);
  });

  test('is that also for one in another folder than the entry names: whoever copies the identity is not approved by it', () => {
    const copy = agentAt('ab', { identities: [identity] });
    const entry = approved(entryFor('triage', 'a', { identities: [identity] }));
    expect(found('RC104', scene({ agents: [copy] }, [entry]))).toMatchObject([{ severity: 'high', entry: 'triage' }]);
  });

  test('is silent for an agent at home, and for one whose entry names no repository or all of it', () => {
    const agent = agentAt('a/b', { identities: [identity] });
    for (const match of [places({ repo: repository, paths: ['a'] }), places({ repo: repository, paths: [] })])
      expect(
        found('RC104', scene({ agents: [agent] }, [entryFor('t', '', { identities: [identity], match })])),
      ).toEqual([]);
    const capitals = { repo: repository.replace('acme', 'Acme'), paths: ['a'] };
    const there = entryFor('t', '', { identities: [identity], match: places(capitals) });
    expect(found('RC104', scene({ agents: [agent] }, [there]))).toEqual([]);
    const anywhere = entryFor('t', 'b', { identities: [identity], match: places() });
    expect(found('RC104', scene({ agents: [agent] }, [anywhere]))).toEqual([]);
  });
});

describe('RC105', () => {
  test('names an entry without an agent, in the registry', () => {
    expect(found('RC105', scene({}, [approved(entryFor('ghost', 'gone'))]))).toMatchObject([
      {
        agent: null,
        entry: 'ghost',
        message: `Entry "ghost" (ghost) names an agent that is not in "${repository}".`,
        repository: null,
        file: '.rollcall/registry.yaml',
        line: 3,
        column: 5,
      },
    ]);
  });

  test('names an entry that waits for an agent which is not there', () => {
    expect(found('RC105', scene({}, [entryFor('ghost', 'gone')]))).toHaveLength(1);
  });

  test.each(['rejected', 'deprecated', 'draft'] as const)('is silent where the entry is %s', (status) => {
    expect(found('RC105', scene({}, [{ ...entryFor('ghost', 'gone'), status }]))).toEqual([]);
  });

  test('is silent where the place was not read', () => {
    const match = places({ repo: 'github.com/acme/elsewhere', paths: [] });
    expect(found('RC105', scene({}, [approved(entryFor('ghost', '', { match }))]))).toEqual([]);
  });
});

describe('all checks', () => {
  const agents = [seen(agentAt('b'), keyIn('b/.env', 'k')), seen(agentAt('a'), keyIn('a/.env', 'k'))];

  test('come in order of severity, place and check', () => {
    const graded = new Map([...texts, ['RC201', textOf('RC201', { severity: 'critical' })]]);
    const { findings } = check(scene({ agents }, [approved(entryFor('ghost', 'c'))], { texts: graded }));
    expect(findings.map(({ check, file }) => `${check} ${file}`)).toEqual([
      'RC201 a/.env',
      'RC105 .rollcall/registry.yaml',
      'RC101 a/main.py',
      'RC202 a/main.py',
      'RC101 b/main.py',
    ]);
  });

  test('do not depend on the order of what they are given', () => {
    const entries = [approved(entryFor('x', 'c')), approved(entryFor('y', 'd'))];
    const one = check(scene({ agents }, entries));
    expect(check(scene({ agents: agents.toReversed() }, entries.toReversed()))).toEqual(one);
  });

  test('have a fingerprint for each agent', () => {
    const { findings } = check(scene({ agents: [agentAt('a'), agentAt('b')] }));
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  test('may be switched off, switched on, and given another severity', () => {
    const off = check(
      scene({ agents }, [], {
        config: {
          checks: new Map([
            ['RC101', 'off'],
            ['RC202', 'low'],
          ]),
        },
      }),
    );
    expect(off.findings.map(({ check, severity }) => `${check} ${severity}`)).toEqual(['RC201 high', 'RC202 low']);

    const quiet = new Map([...texts.keys()].map((id) => [id, textOf(id, { default: false })]));
    expect(check(scene({ agents }, [], { texts: quiet })).findings).toEqual([]);
    const on = check(scene({ agents }, [], { texts: quiet, config: { checks: new Map([['RC201', 'medium']]) } }));
    expect(on.findings.map(({ check, severity }) => `${check} ${severity}`)).toEqual(['RC201 medium']);
  });

  test('are not left out in silence where their texts are missing', () => {
    expect(() => check(scene({ agents }, [], { texts: new Map() }))).toThrow('no texts for the check RC101');
  });
});
