import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../../src/model/error.ts';
import { type S3Options, s3Store } from '../../../src/sources/results/s3.ts';
import { sha256 } from '../../../src/text/fingerprint.ts';
import { identity, internetOf, listening, proxy } from '../vendor/stage.ts';
import {
  type FakeOptions,
  type FakeS3,
  fakeS3,
  refuses,
  resets,
  shortens,
  signatureOf,
  silence,
  type Trouble,
  truncates,
} from './fake-s3.ts';

const keys = { id: ['NOT', 'A', 'KEY'].join('-'), secret: ['not', 'a', 'secret/+'].join(' ').replaceAll(' ', '-') };
const now = Date.UTC(2026, 4, 24, 23, 59, 58);
const address = sha256('one');
const bytes = Buffer.from('what was found\n'.repeat(100));

const credentials = { AWS_ACCESS_KEY_ID: keys.id, AWS_SECRET_ACCESS_KEY: keys.secret };
const standing = { keys, bucket: 'results', region: 'us-east-1', now };

/** Options whose time passes only where somebody sleeps. */
function optionsOf(env: S3Options['env'], more: Partial<S3Options> = {}) {
  const slept: number[] = [];
  const sleep = async (milliseconds: number) => void slept.push(milliseconds);
  const { signal } = new AbortController();
  const base = { place: 's3://results/team a/ü+(1)', env: { ...credentials, ...env }, signal, now: () => now };
  return { slept, ...base, sleep, random: () => 0.5, ...more };
}

async function stand(fake: Partial<FakeOptions> = {}, more: Partial<S3Options> = {}) {
  const server = await fakeS3({ ...standing, ...fake });
  const options = optionsOf({ AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${server.port}` }, more);
  return { server, options, store: s3Store(options) };
}

async function errorOf(step: Promise<unknown>): Promise<RollcallError> {
  const error = await step.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof RollcallError) return error;
  throw new Error('it is no RollcallError', { cause: error });
}

/** The object that a test is about, and one trouble after another before it is answered for. */
function arrange({ objects, troubles }: FakeS3, ...before: readonly Trouble[]): void {
  objects.set(`team a/ü+(1)/${address.slice(0, 2)}/${address}`, bytes);
  troubles.push(...before);
}

test('the store of these tests signs as the example of the documentation does', () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': sha256(''),
    'x-amz-date': '20130524T000000Z',
  };
  const secret = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/');
  const asked = { method: 'GET', url: '/test.txt', headers };
  expect(signatureOf(asked, Object.keys(headers), { secret, region: 'us-east-1' })).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

describe('a store of S3', () => {
  test('gives what was kept, under the address that a folder has it under, and null for what was not', async () => {
    const { store, server } = await stand();
    expect(await store.read(address)).toBeNull();
    await store.write(address, bytes);
    await store.write(sha256('none'), new Uint8Array());
    expect(await store.read(address)).toEqual(bytes);
    expect(await store.read(sha256('none'))).toEqual(Buffer.alloc(0));
    expect([...server.objects.keys()][0]).toBe(`team a/ü+(1)/${address.slice(0, 2)}/${address}`);
    expect(store.name).toBe('s3://results/team a/ü+(1)');
  });

  test('signs with a session token where there is one, for the region that is named', async () => {
    const token = ['no', 'token=='].join('+');
    const { server } = await stand({ keys: { ...keys, token }, region: 'eu-central-1' });
    const env = {
      AWS_SESSION_TOKEN: `${token}\n`,
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_REGION: '',
      AWS_ENDPOINT_URL: `http://localhost:${server.port}/`,
    };
    const store = s3Store(optionsOf(env, { place: 's3://results/' }));
    await store.write(address, bytes);
    expect(await store.read(address)).toEqual(bytes);
    expect(store.name).toBe('s3://results');
  });

  test('is asked by the name of its bucket where no endpoint is named, through the proxy that is', async () => {
    const region = 'eu-central-1';
    const names = ['results.s3.eu-central-1.amazonaws.com', 's3.eu-central-1.amazonaws.com'];
    const who = await identity(names);
    const server = await fakeS3({ ...standing, region, identity: who });
    const network = {
      ...internetOf(server.port, { authorities: who.cert }),
      dial: async () => connect(server.port, '127.0.0.1'),
    };
    const direct = s3Store(optionsOf({ AWS_REGION: region }, { network }));
    await direct.write(address, bytes);

    const way = await proxy(server.port);
    const env = { AWS_REGION: region, HTTPS_PROXY: `http://127.0.0.1:${way.port}` };
    const proxied = s3Store(optionsOf(env, { network: internetOf(server.port, { authorities: who.cert }) }));
    expect(await proxied.read(address)).toEqual(bytes);
    expect(way.heard.map(({ url }) => url)).toEqual([`${names[0]}:443`]);
    expect(way.seen()).not.toContain(keys.id);
    const hosts = server.heard.map(({ headers }) => headers.host);
    expect(hosts).toEqual([names[0], names[0]]);
  });

  test('whose bucket has a dot in its name is asked by its path, since no certificate covers that name', async () => {
    const who = await identity('s3.us-east-1.amazonaws.com');
    const server = await fakeS3({ ...standing, bucket: 'results.acme', identity: who });
    const network = { resolve: async () => [], authorities: who.cert, dial: async () => connect(server.port) };
    const store = s3Store(optionsOf({}, { network, place: 's3://results.acme' }));
    expect(await store.read(address)).toBeNull();
    expect(server.heard[0]?.url).toMatch(/^\/results\.acme\//);
  });

  test('that has no certificate for its name is not asked a second time', async () => {
    const who = await identity('other.example');
    const server = await fakeS3({ ...standing, identity: who });
    const network = { resolve: async () => [], authorities: who.cert, dial: async () => connect(server.port) };
    const options = optionsOf({}, { network });
    const { message } = await errorOf(s3Store(options).read(address));
    expect(message).toContain('has no certificate that is trusted');
    expect([server.heard.length, options.slept.length]).toEqual([0, 0]);
  });
});

describe('a question that was not answered', () => {
  test.each<[string, Trouble]>([
    ['503 SlowDown', refuses(503, 'SlowDown')],
    ['500', refuses(500, 'InternalError')],
    ['429', refuses(429, 'TooManyRequests')],
    ['400 RequestTimeout', refuses(400, 'RequestTimeout')],
    ['a reset', resets],
    ['a body that ends too early', truncates],
    ['a part in place of the whole', shortens],
  ])('is put again after %s', async (_name, trouble) => {
    const { store, server, options } = await stand();
    arrange(server, trouble, trouble);
    expect(await store.read(address)).toEqual(bytes);
    server.troubles.push(trouble === truncates || trouble === shortens ? resets : trouble);
    await store.write(address, bytes);
    expect(options.slept).toEqual([500, 1000, 500]);
    expect(server.heard).toHaveLength(5);
  });

  test.each<[string, Trouble, string]>([
    ['503', refuses(503, 'SlowDown'), 'answered with status 503 (SlowDown), 5 times'],
    ['a reset', resets, 'cannot be reached, 5 times'],
    ['a body that ends too early', truncates, 'did not answer to its end, 5 times'],
    ['a part in place of the whole', shortens, 'did not send what was kept as it was kept, 5 times'],
  ])('is given up after five times of %s', async (_name, trouble, message) => {
    const { store, server, options } = await stand();
    arrange(server, ...Array.from({ length: 6 }, () => trouble));
    const error = await errorOf(store.read(address));
    expect(error.message).toBe(`s3://results/team a/ü+(1) ${message}`);
    expect(error.hint).toBeTruthy();
    expect(options.slept).toEqual([500, 1000, 2000, 4000]);
    expect(server.heard).toHaveLength(5);
  });

  test('is not waited for without an end', async () => {
    const { store, server } = await stand({}, { patience: 50 });
    arrange(server, ...Array.from({ length: 5 }, () => silence));
    const { message } = await errorOf(store.read(address));
    expect(message).toContain('did not answer within 0.05 seconds, 5 times');
  });

  test('is not waited for where a byte comes now and then', async () => {
    const { store, server } = await stand({}, { patience: 100 });
    const drips: Trouble = (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    };
    arrange(server, ...Array.from({ length: 5 }, () => drips));
    const { message } = await errorOf(store.read(address));
    expect(message).toContain('did not come to an end within 1 seconds, 5 times');
  });

  test('is given up at once where the run is', async () => {
    const run = new AbortController();
    const { store, server } = await stand({}, { signal: run.signal });
    arrange(server, (response) => {
      run.abort(new Error('the run is over'));
      silence(response, bytes);
    });
    await expect(store.read(address)).rejects.toThrow('the run is over');
    await expect(store.write(address, bytes)).rejects.toThrow('the run is over');
    expect(server.heard).toHaveLength(1);
  });
});

describe('a refusal', () => {
  test.each<[number, string, string]>([
    [403, 'AccessDenied', 's3:GetObject'],
    [403, 'SignatureDoesNotMatch', 'AWS_SECRET_ACCESS_KEY'],
    [403, 'InvalidAccessKeyId', 'AWS_ACCESS_KEY_ID'],
    [403, 'RequestTimeTooSkewed', 'clock'],
    [400, 'ExpiredToken', 'AWS_SESSION_TOKEN'],
    [401, 'Unauthorized', 's3:GetObject'],
    [404, 'NoSuchBucket', 'no such bucket'],
    [404, 'NotFound', 'no store of S3'],
    [405, 'MethodNotAllowed', 'no store of S3'],
  ])('of status %i %s says what it wants, and is not asked for again', async (status, code, wanted) => {
    const { store, server } = await stand();
    arrange(server, refuses(status, code), refuses(status, code));
    for (const step of [() => store.read(address), () => store.write(address, bytes)]) {
      const { message, hint } = await errorOf(step());
      expect(message).toBe(`s3://results/team a/ü+(1) answered with status ${status} (${code})`);
      expect(hint).toContain(wanted);
    }
    expect(server.heard).toHaveLength(2);
  });

  test('shows nothing of the credentials, and nothing that the store said but its word', async () => {
    const { server, options } = await stand({ keys: { ...keys, secret: 'another' } });
    const { message, hint } = await errorOf(s3Store(options).read(address));
    expect(message).toContain('SignatureDoesNotMatch');
    expect(`${message} ${hint}`).not.toMatch(new RegExp(`${keys.id}|${keys.secret.slice(0, 12)}`));

    expect(server.heard).toHaveLength(1);
    const liar = await stand();
    arrange(liar.server, refuses(403, 'See https://evil.example \u001b[31m'));
    expect((await errorOf(liar.store.read(address))).message).toMatch(/ answered with status 403$/);
  });

  test('of a bucket that is made nowhere is an error for reading too', async () => {
    const { options } = await stand({ bucket: 'elsewhere' });
    expect((await errorOf(s3Store(options).read(address))).message).toContain('(NoSuchBucket)');
  });

  test('to write is one even where it says that nothing is there', async () => {
    const { store, server } = await stand();
    arrange(server, refuses(404, 'NoSuchKey'));
    expect((await errorOf(store.write(address, bytes))).message).toContain('(NoSuchKey)');
  });
});

describe('a bucket of another region', () => {
  test('is said to be there, whether the signature or the place is refused', async () => {
    const { store, server } = await stand({ region: 'ap-south-1' });
    const error = await errorOf(store.read(address));
    expect(error.message).toContain('is in the region ap-south-1, and was asked for in us-east-1');
    expect(error.hint).toBe('Set AWS_REGION=ap-south-1.');
    expect(server.heard).toHaveLength(1);

    const there = await stand();
    for (const status of [301, 307])
      arrange(there.server, refuses(status, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-1' }));
    for (const step of [1, 2]) {
      expect([step, (await errorOf(there.store.read(address))).hint]).toEqual([step, 'Set AWS_REGION=eu-west-1.']);
    }
  });

  test('is not followed to', async () => {
    const other = await stand();
    const { store, server } = await stand();
    const location = `http://127.0.0.1:${other.server.port}/results/x`;
    arrange(server, refuses(307, 'TemporaryRedirect', { location }), refuses(302, 'Found', { location }));
    for (const step of [() => store.read(address), () => store.write(address, bytes)])
      expect((await errorOf(step())).message).toContain('redirects, and is not followed');
    expect([server.heard.length, other.server.heard.length]).toEqual([2, 0]);
  });
});

describe('what is sent', () => {
  test('is taken as it is where its tag is no MD5', async () => {
    const { store, server } = await stand();
    const tagged =
      (headers: Record<string, string>): Trouble =>
      (response) =>
        void response.writeHead(200, headers).end(bytes);
    const md5 = `"${'0'.repeat(32)}"`;
    const sealed = { etag: md5, 'x-amz-server-side-encryption': 'aws:kms' };
    const own = { etag: md5, 'x-amz-server-side-encryption-customer-algorithm': 'AES256' };
    for (const headers of [sealed, own, { etag: `"${'0'.repeat(32)}-2"` }, {}]) {
      arrange(server, tagged(headers));
      expect(await store.read(address)).toEqual(bytes);
    }
    expect(server.heard).toHaveLength(4);
  });

  test('is nothing that was kept where it is too large', async () => {
    const { store, server } = await stand();
    arrange(server, (response) => void response.writeHead(200, { 'content-length': 2 ** 30 }).write('.'));
    expect(await store.read(address)).toBeNull();
  });

  test('in an encoding that was not asked for is not taken', async () => {
    const { store } = await stand({ headers: { 'content-encoding': 'gzip' } });
    await store.write(address, bytes);
    expect((await errorOf(store.read(address))).message).toContain('something else than what was kept');
  });
});

describe('the place of a store', () => {
  test.each<[string, string, Record<string, string | undefined>]>([
    ['no bucket', 's3://', {}],
    ['a bucket that is none', 's3://Upper', {}],
    ['a key in it', `s3://${keys.id}:${keys.secret}@results`, {}],
    ['a prefix that climbs', 's3://results/a/../b', {}],
    ['a prefix with a hole', 's3://results/a//b', {}],
    ['a line break', 's3://results/a\nb', {}],
    ['a region that is another host', 's3://results', { AWS_REGION: 'x.evil.example/' }],
    ['no key', 's3://results', { AWS_ACCESS_KEY_ID: undefined }],
    ['no secret', 's3://results', { AWS_SECRET_ACCESS_KEY: ' ' }],
    ['a key that breaks the line', 's3://results', { AWS_ACCESS_KEY_ID: 'a\nb' }],
    ['a secret of other letters', 's3://results', { AWS_SECRET_ACCESS_KEY: 'ä' }],
    ['an endpoint that is none', 's3://results', { AWS_ENDPOINT_URL_S3: 'minio' }],
    ['an endpoint of another kind', 's3://results', { AWS_ENDPOINT_URL: 'ftp://minio.example' }],
    ['a password in the endpoint', 's3://results', { AWS_ENDPOINT_URL: `https://a:${keys.secret}@minio.example` }],
    ['an endpoint without TLS', 's3://results', { AWS_ENDPOINT_URL: 'http://minio.example' }],
    ['a proxy that is none', 's3://results', { HTTPS_PROXY: 'socks5://localhost' }],
  ])('with %s is refused before anything is asked', (_name, place, env) => {
    const make = () => s3Store(optionsOf(env, { place }));
    expect(make).toThrow(RollcallError);
    expect(make).not.toThrow(new RegExp(`${keys.id}|${keys.secret.slice(0, 12)}`));
  });

  test.each(['', 'A'.repeat(64), '../../etc/passwd', 'a'.repeat(63)])('with no address %j is a bug', async (one) => {
    const { store, server } = await stand();
    await expect(store.read(one)).rejects.not.toBeInstanceOf(RollcallError);
    await expect(store.write(one, bytes)).rejects.toThrow('is no address of a result');
    expect(server.heard).toEqual([]);
  });

  test('at which nobody listens is asked five times', async () => {
    const { createServer } = await import('node:net');
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const options = optionsOf({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    expect((await errorOf(s3Store(options).read(address))).message).toContain('cannot be reached, 5 times');
  });
});
