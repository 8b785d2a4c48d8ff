import { getFips, hash } from 'node:crypto';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { AwsV4Signer } from 'aws4fetch';
import { RollcallError } from '../../model/error.ts';
import type { ResultStore } from '../../model/results.ts';
import { sha256 } from '../../text/fingerprint.ts';
import { answered } from '../network/answered.ts';
import { type Line, lineTo } from '../network/line.ts';
import { internet, type Network } from '../network/network.ts';
import { or, Unanswered } from '../network/unanswered.ts';
import { codeOf } from '../open.ts';
import { mostBytes, placeOf } from './address.ts';
import { type Bucket, bucketOf } from './bucket.ts';
import { type Fault, faultOf, lasting, wordOf } from './refusal.ts';

/** What a store of S3 depends on. */
export interface S3Options {
  /** `s3://bucket/prefix`. */
  readonly place: string;
  /** Where credentials, region, endpoint and a proxy are named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted: nothing more is asked, and what is being asked is given up. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970: a signature holds for some minutes only. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
  readonly network?: Network;
  /** Milliseconds for which nothing may come or go. */
  readonly patience?: number;
}

/** Results in a bucket of any store that speaks S3. It shows an object only once it has all of it. */
export function s3Store(options: S3Options): ResultStore {
  const bucket = bucketOf(options.place, options.env);
  const { network = internet, env } = options;
  const way = { bucket, options, open: lineTo(bucket.base, env, network), cache: new Map<string, ArrayBuffer>() };
  return {
    name: bucket.name,
    async read(address) {
      return await ask({ method: 'GET', place: placeOf(address), body: null }, way);
    },
    async write(address, bytes) {
      const place = placeOf(address);
      if (bytes.length > mostBytes)
        throw new RollcallError('output', `a result of more than ${mostBytes / 1024 ** 2} MiB is not kept`);
      await ask({ method: 'PUT', place, body: bytes }, way);
    },
  };
}

interface Question {
  readonly method: 'GET' | 'PUT';
  readonly place: string;
  readonly body: Uint8Array | null;
}

interface Way {
  readonly bucket: Bucket;
  readonly options: S3Options;
  readonly open: Line;
  /** Keys that signatures are made with; one is good for a day. */
  readonly cache: Map<string, ArrayBuffer>;
}

/** What came of a question: bytes, `null` where there are none, or nothing that could be used. */
type Reply = { readonly kind: 'done'; readonly bytes: Buffer | null } | Fault;

const mostTries = 5;

/** Asks until there is an answer, later each time and never when others do. To ask twice changes nothing. */
async function ask(question: Question, way: Way): Promise<Buffer | null> {
  const { options, bucket } = way;
  for (let tries = 1; ; tries++) {
    options.signal.throwIfAborted();
    const reply = await attempt(question, way);
    if (reply.kind === 'done') return reply.bytes;
    if (!reply.passes || tries === mostTries) throw errorOf(reply, bucket);
    await options.sleep(250 * 2 ** tries * (0.5 + options.random()), options.signal);
  }
}

function errorOf({ fault, hint, passes }: Fault, { name }: Bucket): RollcallError {
  return new RollcallError('output', `${name} ${fault}${passes ? `, ${mostTries} times` : ''}`, { hint });
}

async function attempt(question: Question, way: Way): Promise<Reply> {
  const { signal, patience = 60_000 } = way.options;
  const headers = await signed(question, way);
  const late = new AbortController();
  const silent = () => late.abort(`did not answer within ${patience / 1000} seconds`);
  // Whoever sends a byte now and then is not waited for without an end.
  const endless = () => late.abort(`did not come to an end within ${patience / 100} seconds`);
  const timers = [setTimeout(silent, patience), setTimeout(endless, 10 * patience)];
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const socket = await way.open(either);
    clearTimeout(timers[0]);
    socket.setTimeout(patience, silent);
    return await exchange(question, headers, way.bucket, { socket, signal: either });
  } catch (error) {
    signal.throwIfAborted();
    return late.signal.aborted ? passing(String(late.signal.reason)) : reasonOf(error);
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}

/** The headers of a question, the body signed with it. */
async function signed({ method, place, body }: Question, way: Way): Promise<Record<string, string>> {
  const { bucket, cache, options } = way;
  const signer = new AwsV4Signer({
    method,
    url: new URL(place, bucket.base).href,
    headers: { 'x-amz-content-sha256': sha256(body ?? '') },
    ...bucket.credentials,
    service: 's3',
    region: bucket.region,
    cache,
    datetime: new Date(options.now()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  return Object.fromEntries((await signer.sign()).headers);
}

type Socket = Awaited<ReturnType<Line>>;

async function exchange(
  { method, place, body }: Question,
  headers: Record<string, string>,
  { base, region }: Bucket,
  { socket, signal }: { readonly socket: Socket; readonly signal: AbortSignal },
): Promise<Reply> {
  try {
    const asked = request({
      createConnection: () => socket,
      method,
      path: new URL(place, base).pathname,
      headers: {
        ...headers,
        host: base.host,
        // Not signed: whatever stands between may change it.
        'accept-encoding': 'identity',
        'user-agent': 'rollcall',
        ...(body ? { 'content-length': body.length, 'content-type': 'application/octet-stream' } : {}),
      },
      signal,
    });
    asked.end(body ?? undefined);
    const response = await or(answered(asked, 'response', signal), 'unreachable');
    const { statusCode: status = 0 } = response;
    if (status < 200 || status >= 300) return await refused(response, { status, method, asked: region });
    return method === 'GET' ? await object(response, place) : { kind: 'done', bytes: null };
  } finally {
    socket.destroy();
  }
}

async function refused(
  response: IncomingMessage,
  { status, method, asked }: { readonly status: number; readonly method: string; readonly asked: string },
): Promise<Reply> {
  const { 'x-amz-bucket-region': region } = response.headers;
  const refusal = { status, body: await beginning(response), region: region === undefined ? region : String(region) };
  if (method === 'GET' && status === 404 && wordOf(refusal) === 'NoSuchKey') return { kind: 'done', bytes: null };
  return faultOf(refusal, asked);
}

async function beginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= 16_384) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, 16_384);
}

async function object(response: IncomingMessage, place: string): Promise<Reply> {
  const { headers, statusCode } = response;
  const hint = `If it stays so, remove ${place} there: it is made anew.`;
  if (statusCode !== 200 || (headers['content-encoding'] ?? 'identity') !== 'identity')
    return lasting('sent something else than what was kept', hint);
  const tooLarge: Reply = { kind: 'done', bytes: null };
  if (Number(headers['content-length']) > mostBytes) return tooLarge;
  const bytes = await read(response);
  if (!bytes) return tooLarge;
  if (isWhole(bytes, response)) return { kind: 'done', bytes };
  return { ...lasting('did not send what was kept as it was kept', hint), passes: true };
}

async function read(response: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A part is never taken for the whole. The tag is the MD5 of an object, but where a key of its own encrypts it. */
function isWhole(bytes: Buffer, { complete, headers }: IncomingMessage): boolean {
  if (!complete || Number(headers['content-length'] ?? bytes.length) !== bytes.length) return false;
  const [, digest] = /^"([0-9a-f]{32})"$/.exec(headers.etag ?? '') ?? [];
  // Under FIPS there is no MD5.
  return digest === undefined || isSealed(headers) || getFips() === 1 || hash('md5', bytes) === digest;
}

function isSealed(headers: IncomingHttpHeaders): boolean {
  const sealed = headers['x-amz-server-side-encryption'] ?? 'AES256';
  return sealed !== 'AES256' || headers['x-amz-server-side-encryption-customer-algorithm'] !== undefined;
}

/** What failed on the way. Anything else is a bug. */
function reasonOf(error: unknown): Fault {
  if (!(error instanceof Unanswered)) {
    if (codeOf(error) === 'unknown error') throw error;
    return passing('did not answer to its end');
  }
  if (error.doubt === 'certificate')
    return lasting('has no certificate that is trusted for its name', 'NODE_EXTRA_CA_CERTS names further authorities.');
  return passing(error.doubt === 'proxy' ? 'cannot be reached through the proxy' : 'cannot be reached');
}

function passing(fault: string): Fault {
  const hint = 'AWS_ENDPOINT_URL_S3 says where the store is, HTTPS_PROXY by which proxy it is reached.';
  return { kind: 'fault', fault, hint, passes: true };
}
