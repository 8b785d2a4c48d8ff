import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type Identity, listening } from '../vendor/stage.ts';

/** Who may ask, and how. */
export interface Keys {
  readonly id: string;
  readonly secret: string;
  readonly token?: string;
}

/** What a store does in place of what it should; the bytes are those that it would have sent. */
export type Trouble = (response: ServerResponse, bytes: Buffer) => void;

export interface FakeOptions {
  readonly keys: Keys;
  readonly bucket: string;
  readonly region: string;
  /** Milliseconds since 1970, as the store has it. */
  readonly now: number;
  /** Speaks TLS as this server, and takes the bucket from the name of the host. */
  readonly identity?: Identity;
  /** Sent with every answer that is none of a trouble. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** A store of S3 on this machine: objects by their keys, and troubles that come before it answers as it should. */
export interface FakeS3 {
  readonly port: number;
  readonly objects: Map<string, Buffer>;
  readonly heard: Asked[];
  readonly troubles: Trouble[];
}

export async function fakeS3(options: FakeOptions): Promise<FakeS3> {
  const store = { objects: new Map<string, Buffer>(), heard: [] as Asked[], troubles: [] as Trouble[] };
  const serve = (request: IncomingMessage, response: ServerResponse) =>
    void answer(request, response, store, options).catch(() => response.destroy());
  const server = options.identity ? createSecure(options.identity, serve) : createServer(serve);
  return { ...store, port: await listening(server) };
}

/** A refusal as S3 writes it, which repeats much of what it was asked. */
export function refuses(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
  repeated = '',
): Trouble {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${repeated}</Message></Error>`;
  return (response) => void response.writeHead(status, { 'content-type': 'application/xml', ...headers }).end(xml);
}

export const resets: Trouble = (response) => void response.destroy();

export const silence: Trouble = () => {};

/** The head of the whole, and half of its bytes. */
export const truncates: Trouble = (response, bytes) => {
  response.writeHead(200, { 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
};

/** Half of the bytes as if they were all, by a proxy that lost the rest. */
export const shortens: Trouble = (response, bytes) => {
  response.writeHead(200, { etag: tagOf(bytes) }).end(bytes.subarray(0, bytes.length / 2));
};

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { objects, heard, troubles }: Omit<FakeS3, 'port'>,
  options: FakeOptions,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  heard.push({ method, url, headers });

  const fault = faultOf({ method, url, headers }, body, options);
  if (fault) return fault(response, body);
  const key = keyOf(url, headers, options);
  const kept = key === null ? undefined : objects.get(key);
  const trouble = troubles.shift();
  if (trouble) return trouble(response, kept ?? Buffer.alloc(0));
  if (key === null) return refuses(404, 'NoSuchBucket')(response, body);
  if (method === 'PUT') objects.set(key, body);
  else if (method !== 'GET') return refuses(405, 'MethodNotAllowed')(response, body);
  else if (!kept) return refuses(404, 'NoSuchKey')(response, body);
  const sent = method === 'GET' ? (kept ?? body) : body;
  response.writeHead(200, { etag: tagOf(sent), ...options.headers }).end(method === 'GET' ? sent : undefined);
}

function keyOf(url: string, { host = '' }: Asked['headers'], { bucket, identity }: FakeOptions): string | null {
  const path = decodeURIComponent(url).slice(1);
  if (identity && host.startsWith(`${bucket}.`)) return path;
  return path.startsWith(`${bucket}/`) ? path.slice(bucket.length + 1) : null;
}

function tagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w{64})$/;

/** As the documentation of S3 has it under "Authenticating Requests: Using the Authorization Header". */
function faultOf(asked: Asked, body: Buffer, { keys, region, now }: FakeOptions): Trouble | null {
  const { authorization = '', 'x-amz-content-sha256': digest, 'x-amz-date': date } = asked.headers;
  const [, id, day, place = '', signed = '', signature] = form.exec(authorization) ?? [];
  if (id !== keys.id) return refuses(403, 'InvalidAccessKeyId');
  if (place !== region) return refuses(400, 'AuthorizationHeaderMalformed', { 'x-amz-bucket-region': region });
  if (asked.headers['x-amz-security-token'] !== keys.token) return refuses(400, 'InvalidToken');
  if (digest !== sha256(body)) return refuses(400, 'XAmzContentSHA256Mismatch');

  const names = signed.split(';');
  const needed = ['host', ...Object.keys(asked.headers).filter((name) => name.startsWith('x-amz-'))];
  const time = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(date));
  if (!time || !needed.every((name) => names.includes(name))) return refuses(403, 'AccessDenied');
  const [year, month, on, hour, minute, second] = time.slice(1);
  const stamp = Date.parse(`${year}-${month}-${on}T${hour}:${minute}:${second}Z`);
  if (Math.abs(stamp - now) > 900_000 || day !== String(date).slice(0, 8)) return refuses(403, 'RequestTimeTooSkewed');
  const made = signatureOf(asked, names, { secret: keys.secret, region });
  return made === signature ? null : refuses(403, 'SignatureDoesNotMatch', {}, authorization);
}

/** The signature that a question should have, by what it says itself of its date and its body. */
export function signatureOf(
  { method, url, headers }: Asked,
  names: readonly string[],
  { secret, region }: { readonly secret: string; readonly region: string },
): string {
  const date = String(headers['x-amz-date']);
  const [path = '', query = ''] = url.split('?');
  const lines = names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}\n`);
  const digest = String(headers['x-amz-content-sha256']);
  const canonical = [method, uriEncoded(path), query, lines.join(''), names.join(';'), digest].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(Buffer.from(canonical))].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

/** `UriEncode` of the documentation, byte by byte, with the slashes left. */
function uriEncoded(path: string): string {
  return [...Buffer.from(decodeURIComponent(path))]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9/._~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
