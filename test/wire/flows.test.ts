import { describe, expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/model/network.ts';
import { Flows } from '../../src/wire/flows.ts';
import { PassiveDns } from '../../src/wire/pdns.ts';
import { rules } from '../world.ts';

const noon = Date.UTC(2026, 10, 20, 12);

function flow(more: Partial<NetworkEvent> = {}): NetworkEvent {
  const base = { line: 1, time: noon, source: '192.0.2.11', host: null, provider: null, basis: 'ip' } as const;
  return { ...base, address: '198.51.100.7', bytesOut: 10, ...more };
}

function answered(...facts: readonly (readonly [client: string, host: string])[]): PassiveDns {
  const pdns = new PassiveDns();
  for (const [client, host] of facts) pdns.add({ client, ip: '198.51.100.7', host, time: noon - 1000, ttl: 60 });
  return pdns;
}

function named(pdns: PassiveDns, ...events: readonly NetworkEvent[]): readonly NetworkEvent[] {
  const flows = new Flows();
  for (const event of events) flows.add(event, 'log');
  return [...flows.named(pdns, rules())].map(({ event }) => event);
}

describe('a connection to an address', () => {
  test('is one to the name that the same client had looked up', () => {
    const [event] = named(answered(['192.0.2.11', 'api.openai.com']), flow());
    expect(event).toMatchObject({ host: 'api.openai.com', provider: 'openai', basis: 'fqdn', count: 1 });
  });

  test('is none to what another client had looked up', () => {
    expect(named(answered(['192.0.2.12', 'api.openai.com']), flow())).toEqual([]);
  });

  test('is none where the address stood for two names', () => {
    const pdns = answered(['192.0.2.11', 'api.openai.com'], ['192.0.2.11', 'shop.example']);
    expect(named(pdns, flow())).toEqual([]);
  });

  test('is none hours before the name was looked up', () => {
    expect(named(answered(['192.0.2.11', 'api.openai.com']), flow({ time: noon - 3_600_000 }))).toEqual([]);
  });

  test('is told by an address that a provider publishes as its own, and by no host then', () => {
    const [event] = named(new PassiveDns(), flow({ address: '160.79.104.10' }));
    expect(event).toMatchObject({ host: null, provider: 'anthropic', basis: 'ip' });
  });

  test('counts together with others of the same pair', () => {
    const pdns = answered(['192.0.2.11', 'api.openai.com']);
    const [event, ...others] = named(pdns, flow(), flow({ time: noon + 5000, bytesOut: 5 }), flow({ count: 3 }));
    expect(others).toEqual([]);
    expect(event).toMatchObject({ count: 5, bytesOut: 25, time: noon, last: noon + 5000 });
  });
});
