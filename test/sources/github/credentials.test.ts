import { expect, test } from 'vitest';
import { findCredentials } from '../../../src/sources/github/credentials.ts';
import { scopeNotes } from '../../../src/sources/github/scopes.ts';
import { rows } from '../../github/asking.ts';
import { stageFor } from './stage.ts';

const cloud = { host: 'github.com' };
const own = { host: 'ghe.example' };

test.each([
  [cloud, { GITHUB_TOKEN: 'one' }, 'GITHUB_TOKEN'],
  [cloud, { GITHUB_TOKEN: 'one', GH_TOKEN: 'two' }, 'GH_TOKEN'],
  [cloud, { GITHUB_TOKEN: 'one', GH_TOKEN: 'two', ROLLCALL_GITHUB_TOKEN: 'three' }, 'ROLLCALL_GITHUB_TOKEN'],
  [cloud, { GITHUB_TOKEN: ' \n', GH_TOKEN: '' }, null],
  [cloud, { GITHUB_ENTERPRISE_TOKEN: 'four', GH_ENTERPRISE_TOKEN: 'five' }, null],
  [{ host: 'acme.ghe.com' }, { GITHUB_TOKEN: 'one' }, 'GITHUB_TOKEN'],
  [own, { GITHUB_TOKEN: 'one', GH_TOKEN: 'two' }, null],
  [own, { GITHUB_TOKEN: 'one', GITHUB_ENTERPRISE_TOKEN: 'four' }, 'GITHUB_ENTERPRISE_TOKEN'],
  [own, { GITHUB_ENTERPRISE_TOKEN: 'four', GH_ENTERPRISE_TOKEN: 'five' }, 'GH_ENTERPRISE_TOKEN'],
  [own, { GITHUB_TOKEN: 'one', GITHUB_SERVER_URL: 'https://ghe.example' }, 'GITHUB_TOKEN'],
  [own, { GITHUB_TOKEN: 'one', GITHUB_SERVER_URL: 'https://ghe.example.evil.example' }, null],
  [own, { GITHUB_TOKEN: 'one', GITHUB_SERVER_URL: 'https://github.com' }, null],
  [{ host: 'github.com.evil.example' }, { GITHUB_TOKEN: 'one' }, null],
  [{ host: 'notghe.com' }, { GITHUB_TOKEN: 'one' }, null],
])('for %j and %j the token is that of %s', async (forge, env, from) => {
  const found = await findCredentials(forge, env);
  expect(found.kind === 'token' ? found.from : null).toBe(from);
});

test.each(['a b', 'a\nb', 'a\r\nX-Header: b', 'ä', 'x'.repeat(9000)])(
  'a token that fits into no header is refused, and not told',
  async (token) => {
    const refused = findCredentials(cloud, { GITHUB_TOKEN: token });
    await expect(refused).rejects.toMatchObject({ code: 'usage', message: expect.not.stringContaining(token) });
    await expect(refused).rejects.toThrow('GITHUB_TOKEN holds no token');
  },
);

test.each([
  [{ ROLLCALL_GITHUB_APP_ID: '7' }, 'a GitHub App needs ROLLCALL_GITHUB_APP_PRIVATE_KEY as well'],
  [{ ROLLCALL_GITHUB_APP_PRIVATE_KEY: 'a key' }, 'a GitHub App needs ROLLCALL_GITHUB_APP_ID as well'],
  [
    { ROLLCALL_GITHUB_APP_ID: '7', ROLLCALL_GITHUB_APP_PRIVATE_KEY: 'k', ROLLCALL_GITHUB_APP_INSTALLATION_ID: '1/2' },
    'ROLLCALL_GITHUB_APP_INSTALLATION_ID is no number',
  ],
])('half of an app is none: %j', async (env, message) => {
  await expect(findCredentials(cloud, env)).rejects.toThrow(message);
});

test('an app goes before a token, and its key may stand on one line', async () => {
  const env = { GITHUB_TOKEN: 'one', ROLLCALL_GITHUB_APP_ID: '7', ROLLCALL_GITHUB_APP_PRIVATE_KEY: 'a\\nb' };
  expect(await findCredentials(own, env)).toMatchObject({ kind: 'app', appId: '7', privateKey: 'a\nb' });
});

test.each([
  ['read:org, repo', /which has the scopes read:org, repo$/, /^warning: repo allows changes/],
  ['read:org, read:packages', /which has the scopes read:org, read:packages$/, null],
  ['', /which has the scopes \(none\)$/, null],
  [
    'admin:org, workflow, gist',
    /scopes admin:org, workflow, gist$/,
    /^warning: admin:org, workflow, gist allow changes/,
  ],
  [null, /which does not tell its permissions$/, null],
])('the scopes %j are told, and a warning where they write', async (scopes, told, warned) => {
  const { list, client } = await stageFor({ repositories: rows(1), scopes });
  const { notes } = await list();
  expect(notes).toEqual(scopeNotes(client));
  expect(notes[0]).toMatch(told);
  expect(notes.slice(1)).toEqual(warned ? [expect.stringMatching(warned)] : []);
  expect(notes.join()).not.toContain(client.credentials.kind === 'token' ? client.credentials.token : '?');
});
