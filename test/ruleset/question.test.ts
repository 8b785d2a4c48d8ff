import { describe, expect, test } from 'vitest';
import { loadCompiled } from '../../src/ruleset/load.ts';
import { keyQuestion } from '../../src/ruleset/question.ts';
import { questionSchema } from '../../src/ruleset/question-schema.ts';

const good = {
  url: 'https://api.acme.example/v1/models',
  headers: { Authorization: 'Bearer {{key}}' },
  live: [200],
  dead: [401],
};

/** What is wrong with a rule, `[]` where it is fine. */
function faults(changes: object): string[] {
  const result = questionSchema.safeParse({ ...good, ...changes });
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
}

describe('a rule to ask by', () => {
  test.each([
    [{}],
    [{ url: 'https://api.acme.example/' }],
    [{ url: 'https://api.acme.example/v1/me?limit=1&a=b' }],
    [{ method: 'POST', body: '{"query":"query{viewer{username}}"}' }],
    [{ headers: { 'x-api-key': '{{key}}', 'acme-version': '2026-01-01' } }],
    [{ dead: [] }],
    [{ headers: {}, basic: '{{key}}:' }],
    [{ headers: {}, basic: 'api:{{key}}' }],
    [{ live: [200, { status: 429, body: 'insufficient_quota' }], dead: [{ status: 200, body: '"viewer":null' }, 401] }],
  ])('may say %j', (changes) => {
    expect(faults(changes)).toEqual([]);
  });

  test.each([
    'http://api.acme.example/v1',
    'https://api.acme.example',
    'https://api.acme.example:443/v1',
    'https://api.acme.example:8443/v1',
    'https://user@api.acme.example/v1',
    'https://user:pass@api.acme.example/v1',
    'https://api.acme.example@other.example/v1',
    'https://api.acme.example/v1#top',
    'https://api.acme.example/v1?key={{key}}',
    'https://api.acme.example/{{key}}/v1',
    'https://{{key}}.acme.example/v1',
    'https://{{resource}}.acme.example/v1',
    'https://127.0.0.1/v1',
    'https://[::1]/v1',
    'https://2130706433/v1',
    'https://localhost/v1',
    'https://API.acme.example/v1',
    'https://api.acme.example./v1',
    'https://api.acme.example/v1/../v2',
    'https://api.acme.example/a b',
    'https://api.acme.example\\@other.example/v1',
    'https://api.ácme.example/v1',
    ' https://api.acme.example/v1',
    'https://api.acme.example/v1\nhttps://other.example/',
    'file:///etc/passwd',
    '',
  ])('may not ask at %j', (url) => {
    expect(faults({ url }).join()).toMatch(/^url /);
  });

  test.each([
    [{ headers: {} }, 'holds {{key}} 0 times'],
    [{ headers: { Authorization: 'Bearer {{key}}', 'x-api-key': '{{key}}' } }, 'holds {{key}} 2 times'],
    [{ basic: '{{key}}:' }, 'holds {{key}} 2 times'],
    [{ headers: { Authorization: 'Bearer {{key}}', 'x-org': '{{org}}' } }, 'knows {{key}} alone'],
    [{ headers: { Authorization: 'Bearer x' }, basic: '{{key}}:' }, 'two kinds of authorization'],
    [{ headers: {}, basic: '{{key}}' }, 'no name:password'],
    [{ headers: {}, basic: 'a:b:{{key}}' }, 'no name:password'],
    [{ method: 'POST', body: 'credentials={{key}}' }, 'carries the key in its body'],
    [{ method: 'POST', body: 'a={{other}}' }, 'knows {{key}} alone'],
    [{ body: 'a=b' }, 'has a body, and is no POST'],
    [{ method: 'DELETE' }, 'method '],
    [{ headers: { host: '{{key}}' } }, 'sets the header host'],
    [{ headers: { 'Proxy-Authorization': '{{key}}' } }, 'sets the header proxy-authorization'],
    [{ headers: { Cookie: 'session={{key}}' } }, 'sets the header cookie'],
    [{ headers: { 'x-key': '{{key}}', 'X-Key': 'a' } }, 'sets a header twice'],
    [{ headers: { 'a b': '{{key}}' } }, 'headers.a b'],
    [{ headers: { 'x-key': '{{key}}\r\nHost: other.example' } }, 'is not plain ASCII'],
    [{ live: [] }, 'live '],
    [{ dead: undefined }, 'dead '],
    [{ live: [302] }, 'live.0 '],
    [{ dead: [500] }, 'dead.0 '],
    [{ dead: [429] }, 'takes 429 for an answer'],
    [{ dead: [200] }, 'lets one answer say two things'],
    [{ dead: [{ status: 401, body: '' }] }, 'dead.0'],
    [{ redirect: true }, 'redirect'],
  ])('may not say %j', (changes, fault) => {
    expect(faults(changes).join('\n')).toContain(fault);
  });
});

test('a rule is compiled with nothing left out', () => {
  const written = questionSchema.parse({ ...good, dead: [{ status: 401, body: 'invalid' }] });
  expect(keyQuestion(written)).toEqual({
    method: 'GET',
    url: good.url,
    headers: good.headers,
    basic: null,
    body: null,
    live: [{ status: 200, body: null }],
    dead: [{ status: 401, body: 'invalid' }],
  });
  expect(keyQuestion(undefined)).toBeNull();
});

test('no key of the rules is asked about at the host of another provider', () => {
  const { keys, hosts } = loadCompiled();
  const strange = keys.flatMap(({ id, provider, verify }) => {
    const host = verify && new URL(verify.url).hostname;
    const owner = host && hosts.get(host)?.provider;
    return owner && owner !== provider ? `${id} at ${host}` : [];
  });
  expect(strange).toEqual([]);
});
