import { RollcallError } from '../../model/error.ts';
import { isLoopback } from '../network/address.ts';

/** A part of a bucket, and by whom it is asked for what stands there. */
export interface Bucket {
  /** `s3://bucket/prefix`. */
  readonly name: string;
  /** The URL that all objects begin with; it ends in a slash. */
  readonly base: URL;
  readonly region: string;
  readonly credentials: Credentials;
}

/** Nothing of it is ever shown. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads `s3://bucket/prefix`, and from the environment where that is and who asks, by the names that AWS gave them. */
export function bucketOf(place: string, env: Env): Bucket {
  // What is not understood is not repeated: somebody may have written a key into it.
  const [, bucket = '', path = ''] = /^s3:\/\/([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])((?:\/[^/]+)*)\/?$/.exec(place) ?? [];
  const segments = path.split('/').slice(1);
  if (bucket === '' || segments.some((segment) => /^\.\.?$|\p{Cc}/u.test(segment)))
    throw new RollcallError('usage', 'the place of the results is none of S3', { hint: 'Write s3://BUCKET/PREFIX.' });

  const region = regionOf(env);
  const prefix = segments.map((segment) => `${encoded(segment)}/`).join('');
  return {
    name: `s3://${bucket}${path}`,
    base: new URL(`${rootOf(bucket, region, env)}${prefix}`),
    region,
    credentials: credentialsOf(env),
  };
}

function regionOf(env: Env): string {
  const region = given(env, ['AWS_REGION', 'AWS_DEFAULT_REGION']) ?? 'us-east-1';
  // It becomes a part of a host's name.
  if (/^[a-z0-9-]{1,40}$/.test(region)) return region;
  throw new RollcallError('usage', 'AWS_REGION names no region', { hint: 'A region is written like eu-central-1.' });
}

function rootOf(bucket: string, region: string, env: Env): string {
  const endpoint = given(env, ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL']);
  if (endpoint !== undefined) return `${endpointOf(endpoint)}/${bucket}/`;

  const host = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  // A certificate for all buckets covers no name that has a dot in it.
  return /^[a-z0-9-]+$/.test(bucket) ? `https://${bucket}.${host}/` : `https://${host}/${bucket}/`;
}

function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const hint = 'AWS_ENDPOINT_URL_S3 is written https://HOST; http:// goes to this machine only.';
  if (!url || !['https:', 'http:'].includes(url.protocol) || `${url.username}${url.password}${url.search}${url.hash}`)
    throw new RollcallError('usage', 'the endpoint of S3 is no address of a server', { hint });
  if (url.protocol === 'http:' && url.hostname !== 'localhost' && !isLoopback(url.hostname.replace(/^\[|\]$/g, '')))
    throw new RollcallError('usage', `the endpoint of S3 on ${url.host} is not asked over TLS`, { hint });
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function credentialsOf(env: Env): Credentials {
  const [id, secret, token] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map((name) =>
    given(env, [name]),
  );
  if (id === undefined || secret === undefined)
    throw new RollcallError('usage', 'there are no credentials for S3 in the environment', {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN where the key is a temporary one.',
    });
  if (![id, secret, token ?? 'none'].every((text) => /^[\x21-\x7e]{1,8192}$/.test(text)))
    throw new RollcallError('usage', 'the credentials for S3 are none: they have characters that fit into no header');
  return { accessKeyId: id, secretAccessKey: secret, ...(token === undefined ? {} : { sessionToken: token }) };
}

function given(env: Env, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]?.trim()).find((value) => value);
}

/** As a signature has it: whatever may be encoded is. */
function encoded(segment: string): string {
  return encodeURIComponent(segment).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
