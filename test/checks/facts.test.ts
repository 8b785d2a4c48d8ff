import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { check } from '../../src/checks/index.ts';
import { defaultPolicy } from '../../src/model/policy.ts';
import { agentAt, approved, entryFor, repository } from '../registry/world.ts';
import { callerAt, traffic } from '../sighting.ts';
import { grant, keyIn, runsAs, scene, seen } from './scene.ts';

const a = agentAt('a');
const entry = approved(entryFor('triage', 'a'));
const identity = 'spiffe://acme.com/x';
const named = (path: string, home = repository) => agentAt(path, { repository: home, identities: [identity] });
const holding = (path: string, ref: string) =>
  agentAt(path, { credentials: [{ env: null, ref, fingerprint: null, provider: null }] });
const policy = { ...defaultPolicy, approvers: { high: 2, medium: 2, low: 2 }, sponsor: ['low'] } as const;
const open = { ...defaultPolicy, declareDynamic: true };

/** By which words each finding is known; whoever changes one makes people accept their baselines anew. */
test.each<[string, string, string | null, () => ReturnType<typeof scene>]>([
  ['RC101', 'unregistered', a.id, () => scene({ agents: [a] })],
  ['RC102', 'stale triage', a.id, () => scene({ agents: [a] }, [{ ...entry, approval: null }])],
  ['RC102', 'pending triage approvers sponsor', a.id, () => scene({ agents: [a] }, [entry], { config: { policy } })],
  ['RC103', 'providers openai ', a.id, () => scene({ agents: [{ ...a, providers: ['openai'] }] }, [entry])],
  [
    'RC103',
    'tools refund write tool',
    a.id,
    () => scene({ agents: [{ ...a, tools: [{ name: 'refund', access: 'write', approval: 'none' }] }] }, [entry]),
  ],
  [
    'RC103',
    'models * decided at run time',
    a.id,
    () => scene({ agents: [{ ...a, dynamic: ['models'] }] }, [entry], { config: { policy: open } }),
  ],
  ['RC104', 'ambiguous one two', a.id, () => scene({ agents: [a] }, [entryFor('two', 'a'), entryFor('one', 'a')])],
  [
    'RC104',
    'foreign t',
    'github.com/mallory/fork//a',
    () => scene({ agents: [named('a', 'github.com/mallory/fork')] }, [entryFor('t', 'b', { identities: [identity] })]),
  ],
  ['RC104', `shared identity ${identity}`, a.id, () => scene({ agents: [named('b'), named('a')] })],
  [
    'RC104',
    `identity in several entries ${identity}`,
    null,
    () => scene({}, [entryFor('x', 'x', { identities: [identity] }), entryFor('y', 'y', { identities: [identity] })]),
  ],
  ['RC105', 'unseen triage', null, () => scene({}, [entry])],
  ['RC201', 'key k', null, () => scene({ agents: [seen(a, keyIn('.env', 'k'))] })],
  [
    'RC202',
    'key k',
    a.id,
    () => scene({ agents: [seen(a, keyIn('.env', 'k')), seen(agentAt('b'), keyIn('.env', 'k'))] }),
  ],
  ['RC202', 'ref vault:kv/x', a.id, () => scene({ agents: ['a', 'b'].map((path) => holding(path, 'vault:kv/x')) })],
  [
    'RC202',
    `ref secret:X of ${repository}`,
    a.id,
    () => scene({ agents: ['a', 'b'].map((path) => holding(path, 'secret:X')) }),
  ],
  ['RC203', 'whole .env', a.id, () => scene({ agents: [seen(a, grant('file', '.env'))] })],
  [
    'RC203',
    'credentials A B',
    a.id,
    () => scene({ agents: [seen(a, grant('credential', 'B'), grant('credential', 'A'))] }),
  ],
  ['RC205', 'personal A', a.id, () => scene({ agents: [seen(a, grant('personal', 'A'))] })],
  [
    'RC501',
    'runtime',
    'github.com/acme/shop//ip:x',
    () => scene({ agents: [{ ...agentAt('ip:x'), kind: 'runtime' }] }),
  ],
  [
    'RC502',
    'host evil.example',
    a.id,
    () =>
      scene({ agents: [seen(a, { ...traffic(callerAt('x'), { host: 'evil.example' }), attachedBy: 'caller' })] }, [
        entry,
      ]),
  ],
  ['RC206', 'account default', a.id, () => scene({ agents: [seen(a, grant('account', 'default'))] })],
  [
    'RC206',
    'shared account sa/x',
    a.id,
    () => scene({ agents: ['a', 'b'].map((path) => seen(agentAt(path), runsAs('sa/x', path))) }),
  ],
])('%s is known by "%s"', (id, fact, agent, input) => {
  const text = JSON.stringify([id, agent, fact]);
  const fingerprint = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const found = check(input()).findings.filter((finding) => finding.check === id);
  expect(found.map((finding) => finding.fingerprint)).toContain(fingerprint);
});
