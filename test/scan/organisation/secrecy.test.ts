import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { plain } from '../../github/answer.ts';
import type { Rule, Trouble } from '../../github/trouble.ts';
import * as trouble from '../../github/trouble.ts';
import { commandLines, readAway, roomsHere, sharedOrganisation } from './stage.ts';

const { stage, folder } = sharedOrganisation();
const names = ['shop-frontend', 'inner-agent'];

/** A token that is drawn when the test runs, so that it is found wherever it stands. */
function drawn(): string {
  return `drawn-${randomBytes(24).toString('hex')}`;
}

/** No text holds the token, as it is or as it is sent. */
function expectNone(token: string, texts: readonly string[]): void {
  const pair = Buffer.from(`x-access-token:${token}`).toString('base64');
  const guises = [token, Buffer.from(token).toString('base64'), pair, token.slice(0, 20)];
  for (const text of texts) for (const guise of guises) expect(text).not.toContain(guise);
}

/** All that stands in the files of a folder, unpacked where it is packed. */
function contentsOf(place: string): readonly string[] {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.flatMap(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name));
    const at = bytes.indexOf(Buffer.from([0x1f, 0x8b, 0x08]));
    const isResult = bytes.toString('latin1', 0, 15) === 'rollcall-survey';
    return [bytes.toString('latin1'), isResult ? gunzipSync(bytes.subarray(at)).toString('latin1') : ''];
  });
}

test('the token stands in no stream, no report and no result', async () => {
  const token = drawn();
  const { scan } = await stage([...names, 'nothing-yet', 'taken-down'], { token });
  const out = mkdtempSync(join(folder(), 'out-'));
  const reports = ['sarif', 'markdown', 'table', 'github'].flatMap((one) => ['-o', `${one}=${join(out, one)}`]);
  const said = await scan(['github:acme', '--results', join(out, 'results'), '--verbose', ...reports]);
  expect(said.code).toBe(1);
  const kept = contentsOf(out);
  // Four reports and the results of two repositories, each packed and unpacked.
  expect(kept.filter((text) => text !== '').length).toBe(8);
  expect(kept.join()).toContain('"census"');
  expectNone(token, [said.out, said.err, ...kept]);
});

/** An answer that says in every place what was sent. */
function echo(token: string): Trouble {
  return ({ headers }) => ({
    ...plain(403, JSON.stringify({ message: `Bad credentials: ${token}` }), { 'content-type': 'application/json' }),
    headers: { ...headers, 'content-type': 'application/json', 'x-oauth-scopes': token },
  });
}

/** An address that has the token in it. */
function lead(token: string): Trouble {
  return trouble.redirectTo(`http://x:${token}@127.0.0.1:1/${token}`);
}

test.each<[string, (token: string) => Trouble, Rule['when']]>([
  ['all fails', () => trouble.status(500), () => true],
  ['nobody is let in', () => trouble.samlRefusal(), () => true],
  ['the server says it again', echo, ({ kind }) => kind !== 'git'],
  ['the server says it again while it counts', echo, ({ path }) => path.endsWith('/acme')],
  ['the server leads to it', lead, ({ kind }) => kind !== 'git'],
  ['git is told it again', echo, ({ kind }) => kind === 'git'],
  ['git is led to it', lead, ({ kind }) => kind === 'git'],
])('the token stands in no error where %s', async (_, does, when) => {
  const token = drawn();
  const { scan } = await stage(names, { token, troubles: [{ when, does: does(token) }] });
  const { code, out, err } = await scan(['github:acme', '--exit-zero'], { env: { ROLLCALL_DEBUG: '1' } });
  expect(code).toBeGreaterThan(1);
  expectNone(token, [out, err]);
});

test.runIf(process.platform === 'linux')(
  'the token stands in no command line, and in no file that git has',
  async () => {
    const token = drawn();
    const troubles = [{ when: ({ method }: { method: string }) => method === 'POST', does: trouble.slow(400) }];
    const { scan, fake } = await stage(['inner-agent'], { token, troubles });
    const seen = { lines: new Set<string>(), files: new Set<string>() };
    const done = new AbortController();
    const watching = (async () => {
      while (!done.signal.aborted) {
        for (const line of commandLines()) if (line.includes(fake.origin)) seen.lines.add(line);
        for (const text of roomFiles()) seen.files.add(text);
        await setTimeout(20);
      }
    })();
    const said = await scan(['github:acme', '--history']);
    done.abort();
    await watching;
    expect([said.code, said.told().run.complete]).toEqual([1, true]);
    expect([...seen.lines].some((line) => line.includes('fetch'))).toBe(true);
    expect([...seen.files].some((text) => text.includes('[remote "origin"]'))).toBe(true);
    expectNone(token, [...seen.lines, ...seen.files]);
  },
);

/** Small files below the room of this process. */
function roomFiles(): readonly string[] {
  return roomsHere().flatMap((room) => {
    const files = listAway(join(tmpdir(), room));
    return files.filter((path) => /\/(?:config|HEAD|FETCH_HEAD)$/.test(path)).map(readAway);
  });
}

/** It may be gone before it is read. */
function listAway(path: string): readonly string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
  } catch {
    return [];
  }
}
