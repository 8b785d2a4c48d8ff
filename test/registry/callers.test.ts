import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Witness } from '../../src/model/census.ts';
import type { Workload } from '../../src/model/traffic.ts';
import { callersOf, imagesOf, nameKey, runs, workloadKey, workloadName } from '../../src/registry/callers.ts';
import { callerAt, podCaller, processOf, traffic } from '../sighting.ts';
import { agentAt, entryFor } from './world.ts';

const seen: Workload = { cluster: 'prod', namespace: 'billing', kind: 'deployment', name: 'triage' };
const entryOf = (...workloads: readonly string[]) =>
  entryFor('e', '', { match: { repos: [], images: [], workloads, hosts: [] } });

describe('a workload is one that an entry names', () => {
  test.each([
    'k8s:prod/billing/deployment/triage',
    'k8s:billing/deployment/triage',
    'k8s:billing/Deployment/triage',
    'k8s:prod/billing/triage',
    'k8s:billing/triage',
    'billing/triage',
  ])('%s', (name) => {
    expect(workloadKey(name)).toBe(nameKey(seen));
    expect(runs(entryOf(name), seen)).toBe(true);
    expect(runs(entryOf('k8s:billing/other', name), seen)).toBe(true);
  });

  test.each([
    'k8s:staging/billing/deployment/triage',
    'k8s:billing/statefulset/triage',
    'k8s:sales/triage',
    'k8s:triage',
    'k8s:billing/triage-2',
    'k8s:billing/deployment',
  ])('and not %s', (name) => {
    expect(runs(entryOf(name), seen)).toBe(false);
  });

  test('where neither says more than the other saw', () => {
    const bare = { ...seen, cluster: null, kind: null };
    expect(runs(entryOf('k8s:prod/billing/deployment/triage'), bare)).toBe(true);
    expect(runs(entryOf('k8s:billing/triage'), bare)).toBe(true);
  });

  test('and is in no namespace that nobody saw', () => {
    const nowhere = { ...seen, namespace: null };
    expect(runs(entryOf('k8s:triage'), nowhere)).toBe(true);
    expect(runs(entryOf('k8s:billing/triage'), nowhere)).toBe(false);
  });

  test('though its namespace is called as a kind is', () => {
    const odd = { cluster: null, namespace: 'job', kind: null, name: 'x' };
    expect(workloadKey('k8s:job/x')).toBe('job/x');
    expect(workloadKey('a/k8s:b')).toBe('a/k8s:b');
    expect(workloadKey('k8s:b')).toBe('/b');
    expect(runs(entryOf('k8s:job/x'), odd)).toBe(true);
  });
});

describe('a workload is written', () => {
  test.each<[Workload, string]>([
    [seen, 'k8s:prod/billing/deployment/triage'],
    [{ ...seen, cluster: null, kind: null }, 'k8s:billing/triage'],
    [{ ...seen, namespace: null }, 'k8s:triage'],
    [{ ...seen, kind: 'notebook' }, 'k8s:prod/billing/triage'],
    [{ ...seen, namespace: 'job', kind: null }, 'k8s:job/triage'],
    [{ ...seen, namespace: 'Job', kind: 'pod' }, 'k8s:prod/Job/pod/triage'],
  ])('%j', (workload, name) => {
    expect(workloadName(workload)).toBe(name);
  });

  test('so that an entry with that name fits it', () => {
    const word = fc.constantFrom('prod', 'job', 'service', 'a', 'pod');
    const workload = fc.record({
      cluster: fc.option(word),
      namespace: fc.option(word),
      kind: fc.option(fc.constantFrom('deployment', 'job', 'notebook', 'pod')),
      name: word,
    });
    fc.assert(fc.property(workload, (one) => runs(entryOf(workloadName(one)), one)));
  });
});

describe('an agent', () => {
  const pod = podCaller('a', 'bot', { image: 'acme/bot' });
  const { kind, caller, ...base } = traffic(pod, { weight: 'mention' });
  const manifest = (image: string | null): Witness => ({
    ...base,
    kind: 'workload',
    attachedBy: 'unit',
    name: 'bot',
    image,
    build: null,
    serves: false,
    triggers: [],
    ...(image === null ? {} : { whose: { folder: null, image } }),
  });
  const here = callerAt('10.0.0.1');
  const agent = {
    ...agentAt('a'),
    evidence: [
      ...agentAt('a').evidence,
      manifest('docker.io/acme/bot'),
      manifest('ghcr.io/acme/web'),
      manifest(null),
      ...agentAt('b').evidence.map((one) => ({ ...one, whose: { folder: null, image: 'acme/other' } })),
      { ...traffic(pod), attachedBy: 'caller' },
      { ...processOf(here), attachedBy: 'caller' },
    ] satisfies readonly Witness[],
  };

  test('runs as what records and processes show', () => {
    expect(callersOf(agent)).toEqual([pod, here]);
    expect(callersOf(agentAt('a'))).toEqual([]);
  });

  test('runs from the images that were seen and those that manifests name, each once', () => {
    expect(imagesOf(agent)).toEqual(['acme/bot', 'ghcr.io/acme/web']);
  });
});
