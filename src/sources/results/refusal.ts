/** How a store says no. */
export interface Refused {
  readonly status: number;
  /** How its body begins. */
  readonly body: string;
  /** What `x-amz-bucket-region` says. */
  readonly region: string | undefined;
}

/** Why a store did not do what it was asked: the end of a sentence that begins with its name. */
export interface Fault {
  readonly kind: 'fault';
  readonly fault: string;
  readonly hint: string;
  /** True where it may do it another time. */
  readonly passes: boolean;
}

/** The word by which a store says what is wrong. Nothing else of what it says is repeated: the key's name is in it. */
export function wordOf({ body }: Pick<Refused, 'body'>): string {
  return /<Code>\s*([A-Za-z]{1,64})\s*<\/Code>/.exec(body)?.[1] ?? '';
}

/** What a refusal means. `asked` is the region in which the store was looked for. */
export function faultOf(refused: Refused, asked: string): Fault {
  const { status } = refused;
  const word = wordOf(refused);
  const said = `answered with status ${status}${word === '' ? '' : ` (${word})`}`;
  if (status === 408 || status === 429 || status >= 500 || passing.has(word))
    return { ...lasting(said, 'Try again later; what was kept until now stays.'), passes: true };

  const region = regionOf(refused);
  if (region !== null && region !== asked && (status === 400 || (status >= 300 && status < 400)))
    return lasting(`is in the region ${region}, and was asked for in ${asked}`, `Set AWS_REGION=${region}.`);
  if (status >= 300 && status < 400)
    return lasting('redirects, and is not followed', 'AWS_REGION and AWS_ENDPOINT_URL_S3 say where the bucket is.');
  return lasting(said, hints[word] ?? usual(status));
}

/** A fault that stays until somebody mends it. */
export function lasting(fault: string, hint: string): Fault {
  return { kind: 'fault', fault, hint, passes: false };
}

/** What a store says of itself, whatever the status that it says it with. */
const passing: ReadonlySet<string> = new Set([
  'InternalError',
  'OperationAborted',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'Throttling',
]);

const elsewhere = 'AWS_REGION and AWS_ENDPOINT_URL_S3 say where the bucket is.';
const key = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY hold no key that is valid there';
const expired = 'The key is a temporary one, and its time is over: it wants a new AWS_SESSION_TOKEN and its key.';

const hints: Readonly<Record<string, string | undefined>> = {
  ExpiredToken: expired,
  InvalidAccessKeyId: `${key}; a temporary one needs its AWS_SESSION_TOKEN as well.`,
  InvalidToken: 'AWS_SESSION_TOKEN does not belong to the key.',
  NoSuchBucket: `There is no such bucket, and rollcall makes none. ${elsewhere}`,
  RequestTimeTooSkewed: 'The clock of this machine differs too much from that of the store: set it.',
  SignatureDoesNotMatch: `${key}: the two do not belong together.`,
  TokenRefreshRequired: expired,
};

function usual(status: number): string {
  if (status !== 401 && status !== 403) return `It may be no store of S3. ${elsewhere}`;
  // Whoever may not list a bucket is not told that something is missing in it.
  return 'It wants a key that may s3:GetObject and s3:PutObject there, and s3:ListBucket of the bucket.';
}

function regionOf({ region, body }: Refused): string | null {
  const named = region ?? /<Region>\s*([a-z0-9-]{1,40})\s*<\/Region>/.exec(body)?.[1] ?? '';
  return /^[a-z0-9-]{1,40}$/.test(named) ? named : null;
}
