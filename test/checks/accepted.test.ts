import { describe, expect, test } from 'vitest';
import { check, keyFinding } from '../../src/checks/index.ts';
import { accept } from '../../src/cli/baseline.ts';
import type { AcceptedAt } from '../../src/model/baseline.ts';
import type { EntryState } from '../../src/model/registry.ts';
import { agentAt, approved, entryFor, repository } from '../registry/world.ts';
import { keyIn, scene, seen } from './scene.ts';

type Input = ReturnType<typeof scene>;

/** What a scan says whose baseline accepts all that another scan found of one check. */
function judged(input: Input, then: Input, id: string, changes: Partial<AcceptedAt> = {}) {
  const findings = check(then).findings.filter((finding) => finding.check === id);
  const at = { file: 'baseline.json', line: 1, column: 1 };
  const entries = accept(findings, { reason: 'known', until: null }).map((entry) => ({ ...entry, at, ...changes }));
  const result = check({ ...input, baseline: { origin: 'baseline.json', digest: null, entries } });
  return {
    accepted: result.findings.filter(({ suppressed }) => suppressed !== null).map((finding) => finding.check),
    idle: result.idle.map((one) => one.check),
  };
}

describe('a key that was accepted in the hands of an agent', () => {
  const held = () => scene({ agents: [seen(agentAt('a'), keyIn('a/.env', 'k'))] });
  const loose = () => scene({ unattached: [{ ...keyIn('old.env', 'k'), reason: 'in git history' }] });

  test('is accepted where no agent holds it', () => {
    expect(judged(loose(), held(), 'RC201')).toEqual({ accepted: ['RC201'], idle: [] });
  });

  test('and one that no agent held is not accepted in the hands of one', () => {
    expect(judged(held(), loose(), 'RC201')).toEqual({ accepted: [], idle: ['RC201'] });
  });

  test('is known by the key alone', () => {
    const fingerprints = [held(), loose()].map((input) => check(input).findings.find((one) => one.check === 'RC201'));
    expect(fingerprints.map((one) => one?.fingerprint)).toEqual([keyFinding('k'), keyFinding('k')]);
    expect(keyFinding('l')).not.toBe(keyFinding('k'));
  });
});

test('nothing else that is about no agent is accepted by what was said of one', () => {
  const ghost = () => scene({}, [approved(entryFor('ghost', 'gone'))]);
  expect(judged(ghost(), ghost(), 'RC105')).toEqual({ accepted: ['RC105'], idle: [] });
  expect(judged(ghost(), ghost(), 'RC105', { agent: `${repository}//gone` }).accepted).toEqual([]);
});

describe('what was accepted of an agent with an entry', () => {
  const stale = () => scene({ agents: [agentAt('a')] }, [{ ...entryFor('triage', 'a'), status: 'approved' }]);
  const gone = () => scene({ agents: [agentAt('a')] }, [approved(entryFor('triage', 'a'))]);

  test('is idle once it is mended', () => {
    expect(judged(gone(), stale(), 'RC102').idle).toEqual(['RC102']);
  });

  test('is not idle where there is no registry', () => {
    const { registry, ...none } = gone();
    expect(judged({ ...none, registry: { ...registry, origin: null } }, stale(), 'RC102').idle).toEqual([]);
  });

  test('is not idle where the place of its entry was not read', () => {
    const { reconciliation, ...input } = gone();
    const where = (state: EntryState['state']) => ({ ...reconciliation, entries: [{ id: 'triage', state }] });
    expect(judged({ ...input, reconciliation: where('not-covered') }, stale(), 'RC102').idle).toEqual([]);
    expect(judged({ ...input, reconciliation: where('seen') }, stale(), 'RC102').idle).toEqual(['RC102']);
  });
});

test('what was accepted of a key is idle without a registry too', () => {
  const then = scene({ unattached: [{ ...keyIn('old.env', 'k'), reason: '' }] });
  const { registry, ...now } = scene({});
  expect(judged({ ...now, registry: { ...registry, origin: null } }, then, 'RC201').idle).toEqual(['RC201']);
});
