import { describe, expect, test } from 'vitest';
import { rules } from '../world.ts';

const { subjects, addresses, processes } = rules();
const { servers, interpreters, launchers, libraries, services, shells, browsers } = processes;

describe('what is known of running processes', () => {
  test.each(servers)('$of is a provider of its own file', ({ of }) => {
    expect(subjects.get(of)?.kind).toBe('provider');
  });

  test('no program is of two', () => {
    for (const names of [
      servers.flatMap(({ programs }) => programs),
      interpreters.flatMap((one) => one.names.map((name) => `${name} ${one.entry}`)),
      launchers.flatMap((one) => one.names),
      libraries.flatMap(({ parts }) => parts),
      [...shells, ...browsers],
      services,
    ]) {
      expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    }
  });

  test.each(addresses)('$prefix is of a provider, and no whole network of somebody', ({ provider, prefix }) => {
    expect(subjects.get(provider)?.kind).toBe('provider');
    expect(Number(prefix.split('/')[1])).toBeGreaterThanOrEqual(prefix.includes(':') ? 40 : 20);
  });
});
