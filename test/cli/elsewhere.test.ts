import { describe, expect, test } from 'vitest';
import { elsewhere } from '../../src/cli/elsewhere.ts';
import type { VerdictState } from '../../src/model/registry.ts';
import { entryFor, places, registry } from '../registry/world.ts';
import { agent, assess, report } from '../report/sample.ts';

function held(state: VerdictState, ...scanned: readonly string[]) {
  const { run } = report();
  const one = run.places[0];
  if (!one) throw new Error('the sample has no place');
  return {
    run: { ...run, places: scanned.map((id) => ({ ...one, id })) },
    assessments: [assess(agent('desk'), state)],
  };
}

const shop = entryFor('desk', 'desk', { match: places({ repo: 'github.com/acme/shop', paths: ['desk'] }) });
const crm = entryFor('crm', '.', { match: places({ repo: 'github.com/acme/crm', paths: [] }) });

describe('a registry without an entry of what was scanned', () => {
  test('is told, with the repository that it is of', () => {
    expect(elsewhere(held('unregistered', 'github.com/bob/shop'), registry(shop))).toBe(
      'no entry of the registry is of github.com/bob/shop: all are of github.com/acme/shop; a repository is called by its remote "origin"',
    );
    expect(elsewhere(held('unregistered', 'a', 'b'), registry(shop, crm))).toBe(
      'no entry of the registry is of the 2 places that were scanned; a repository is called by its remote "origin"',
    );
  });

  test('is nothing to tell of where an entry is of it, however it is written', () => {
    expect(elsewhere(held('unregistered', 'github.com/ACME/shop'), registry(shop))).toBe('');
    expect(elsewhere(held('unregistered', 'github.com/bob/shop', 'github.com/acme/crm'), registry(shop, crm))).toBe('');
  });

  test('is nothing to tell of where every agent has an entry, or no entry is of a place', () => {
    expect(elsewhere(held('approved', 'github.com/bob/shop'), registry(shop))).toBe('');
    expect(elsewhere(held('unregistered', 'github.com/bob/shop'), registry())).toBe('');
    const worker = entryFor('worker', '.', { match: places(), identities: ['spiffe://acme.example/worker'] });
    expect(elsewhere(held('unregistered', 'github.com/bob/shop'), registry(worker))).toBe('');
  });
});
