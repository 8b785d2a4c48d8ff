import { describe, expect, test } from 'vitest';
import { dnsFacts } from '../../src/text/dns-facts.ts';
import { PassiveDns } from '../../src/wire/pdns.ts';

const time = Date.UTC(2026, 10, 20, 14);
const fact = { client: '10.0.0.1', ip: '192.0.2.1', host: 'api.example.com', time, ttl: 60 };

function asked(...facts: readonly (typeof fact)[]): PassiveDns {
  const pdns = new PassiveDns();
  for (const one of facts) pdns.add(one);
  return pdns;
}

describe('an address stands for a host', () => {
  const hours = 3_600_000;
  test.each([
    ['five seconds before it was said', 60, -5_000, true],
    ['not six before', 60, -6_000, false],
    ['for an hour', 60, hours, true],
    ['not longer', 60, hours + 1, false],
    ['for as long as it was said to', 7_200, 2 * hours, true],
    ['and not longer than that', 7_200, 2 * hours + 1, false],
  ])('%s', (_, ttl, later, stands) => {
    const pdns = asked({ ...fact, ttl });
    expect(pdns.hosts(['10.0.0.1'], '192.0.2.1', time + later)).toEqual(stands ? ['api.example.com'] : []);
  });

  test('to the one who asked, and to nobody else', () => {
    expect(asked(fact).hosts(['10.0.0.2'], '192.0.2.1', time)).toEqual([]);
    expect(asked(fact).hosts(['10.0.0.2', '10.0.0.1'], '192.0.2.1', time)).toEqual(['api.example.com']);
  });

  test('and for several, where several were said', () => {
    const pdns = asked(fact, { ...fact, host: 'shop.example.com' }, fact);
    expect(pdns.hosts(['10.0.0.1'], '192.0.2.1', time)).toEqual(['api.example.com', 'shop.example.com']);
  });

  test('at some time of a span that reaches into its own', () => {
    expect(asked(fact).hosts(['10.0.0.1'], '192.0.2.1', time - hours, time)).toEqual(['api.example.com']);
    expect(asked(fact).hosts(['10.0.0.1'], '192.0.2.1', time - hours, time - 6_000)).toEqual([]);
  });

  test('for longer, where it is asked again', () => {
    const pdns = asked(fact, { ...fact, time: time + hours }, { ...fact, time: time + 2 * hours });
    expect(pdns.hosts(['10.0.0.1'], '192.0.2.1', time + 2.5 * hours)).toEqual(['api.example.com']);
  });
});

test('more than can be kept is counted', () => {
  const pdns = new PassiveDns();
  for (let host = 0; host < 510; host++) pdns.add({ ...fact, host: `h${host}.example.com` });
  expect(pdns.dropped).toBe(10);
  expect(pdns.hosts(['10.0.0.1'], '192.0.2.1', time)).toHaveLength(500);
});

test('saved answers are read, and lines that are none left out', () => {
  const lines = [
    '{"time": "2026-11-20T14:00:00Z", "host": "API.Example.com.", "ip": "::ffff:192.0.2.1", "client": "10.0.0.1", "ttl": 60}',
    '{"time": 1795183200, "host": "api.example.com", "ip": "2001:DB8::1", "client": "10.0.0.1"}',
    '{"time": "yesterday", "host": "api.example.com", "ip": "192.0.2.1", "client": "10.0.0.1"}',
    '{"time": 1, "host": "api.example.com", "ip": "example.com", "client": "10.0.0.1"}',
    'null',
    '[[[[',
  ];
  expect(dnsFacts(lines.join('\n'))).toEqual([fact, { ...fact, time: 1_795_183_200_000, ip: '2001:db8::1', ttl: 0 }]);
});
