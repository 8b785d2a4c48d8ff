import { expect, test } from 'vitest';
import { rules } from '../world.ts';

test('formats name providers that a rule file describes', () => {
  const { formats, subjects } = rules();
  const named = formats.flatMap(({ rule, providers, nodes }) => {
    const kinds = nodes.flatMap((one) => one.kinds.flatMap(({ provider }) => provider ?? []));
    return [...providers.flatMap(([, provider]) => provider ?? []), ...kinds].map((provider) => ({ rule, provider }));
  });
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter(({ provider }) => subjects.get(provider)?.kind !== 'provider')).toEqual([]);
});
