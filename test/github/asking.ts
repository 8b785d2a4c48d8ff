import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { plainGit } from './commits.ts';
import { type Fake, openFake } from './fake.ts';
import { type FakeWorld, fakeRepository, fakeWorld } from './world.ts';

const run = promisify(execFile);

/** What came back. */
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; throws where it is none. */
  readonly json: () => unknown;
}

/** A fake that is closed when the test ends. */
export async function fakeFor(given: Partial<FakeWorld> = {}): Promise<{ fake: Fake; world: FakeWorld }> {
  const world = fakeWorld(given);
  const fake = await openFake(world);
  onTestFinished(() => fake.close());
  return { fake, world };
}

/** So many repositories with nothing behind their listing: `r000`, `r001` … */
export function rows(count: number): FakeWorld['repositories'] {
  return Array.from({ length: count }, (_, index) => fakeRepository({ name: `r${String(index).padStart(3, '0')}` }));
}

/** What a client of the API sends of itself. */
export function headersFor({ token }: FakeWorld): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'user-agent': 'a test' };
}

/** Asks a URL, and follows nothing. */
export async function get(
  url: string,
  headers: Readonly<Record<string, string>>,
  init: RequestInit = {},
): Promise<Got> {
  const answer = await fetch(url, { redirect: 'manual', ...init, headers });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
}

/** Asks GraphQL. */
export async function query(fake: Fake, world: FakeWorld, text: string, variables: object = {}): Promise<Got> {
  const body = JSON.stringify({ query: text, variables });
  return get(`${fake.origin}/api/graphql`, headersFor(world), { method: 'POST', body });
}

/** Where the `Link` header says that the next page is. */
export function nextOf({ headers }: Got): string | null {
  return /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
}

/** Runs git with a token as the password, as no person's configuration would. Rejects where git fails. */
export async function gitWith(token: string | null, ...args: readonly string[]): Promise<string> {
  const pair = Buffer.from(`x-access-token:${token}`).toString('base64');
  const header = token === null ? [] : ['-c', `http.extraHeader=Authorization: Basic ${pair}`];
  const { stdout } = await run('git', [...header, ...args], { env: plainGit() });
  return stdout.trim();
}
