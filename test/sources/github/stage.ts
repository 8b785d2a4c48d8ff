import type { Enumeration, ForgeFilter } from '../../../src/model/forge.ts';
import { Client, type ClientOptions } from '../../../src/sources/github/client.ts';
import type { Credentials } from '../../../src/sources/github/credentials.ts';
import { enumerate } from '../../../src/sources/github/enumerate.ts';
import type { Pace } from '../../../src/sources/github/patience.ts';
import { forgeAt, forgeTarget } from '../../../src/text/forge.ts';
import { fakeFor } from '../../github/asking.ts';
import type { Fake } from '../../github/fake.ts';
import type { FakeWorld } from '../../github/world.ts';

/** A fake, a client that speaks to it, and how long that client has waited. */
export interface Stage {
  readonly fake: Fake;
  readonly world: FakeWorld;
  readonly client: Client;
  /** Milliseconds of each wait. None takes any time. */
  readonly waits: readonly number[];
  /** Lists what targets name. */
  readonly list: (targets?: readonly string[], filter?: ForgeFilter) => Promise<Enumeration>;
}

/** A fake of the given world, and a client of it that waits in no time. */
export async function stageFor(given: Partial<FakeWorld> = {}, options: Partial<ClientOptions> = {}): Promise<Stage> {
  const { fake, world } = await fakeFor(given);
  const { pace, waits } = quickPace();
  const client = new Client({
    forge: forgeAt(fake.origin),
    credentials: credentialsIn(world),
    version: '0.0.0',
    env: {},
    signal: new AbortController().signal,
    pace,
    budget: 30 * 60_000,
    ...options,
  });
  const list: Stage['list'] = (targets = ['github:acme'], filter = {}) =>
    enumerate(targets.map(forgeTarget), client, filter);
  return { fake, world, client, waits, list };
}

/** A pace that waits in no time and without chance. */
export function quickPace(): { readonly pace: Pace; readonly waits: readonly number[] } {
  const waits: number[] = [];
  const pace: Pace = {
    sleep: async (milliseconds, signal) => {
      signal.throwIfAborted();
      waits.push(milliseconds);
    },
    random: () => 0.5,
  };
  return { pace, waits };
}

/** Names of what was listed, without their owner. */
export function namesIn({ repositories }: Enumeration): readonly string[] {
  return repositories.map(({ name }) => name.slice(name.indexOf('/') + 1));
}

/** What is missing from a list, in the words of the report. */
export function missingFrom({ problems }: Enumeration): readonly string[] {
  return problems.filter(({ incomplete }) => incomplete).map(({ message }) => message);
}

function credentialsIn({ token }: FakeWorld): Credentials {
  return token === null ? { kind: 'none' } : { kind: 'token', token, from: 'A_TEST' };
}
