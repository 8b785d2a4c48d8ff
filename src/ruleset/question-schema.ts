import { z } from 'zod';

const slot = '{{key}}';
const printable = /^[\x20-\x7e]*$/;

/**
 * A fixed endpoint: `https`, a host by its name, the usual port, and nothing of a key in it. Whatever stands in a URL
 * ends up in the logs of every proxy on the way.
 */
const endpoint = z
  .string()
  .max(300)
  .regex(
    /^https:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\/[\w.~!$&'()*+,;=:@/?%-]*$/,
    'is not https://host.name/path: no template, user, port or fragment, and no address in place of the name',
  )
  .check(({ value, issues }) => {
    if (URL.canParse(value) && new URL(value).href === value) return;
    issues.push({ code: 'custom', input: value, message: 'is not written in its plain form' });
  });

/** What a connection needs to itself, or would carry elsewhere. */
const reserved =
  /^(?:host|connection|keep-alive|content-length|transfer-encoding|accept-encoding|upgrade|te|trailer|expect|cookie|proxy-.*)$/i;

const header = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/);
const headers = z.record(header, z.string().min(1).max(200).regex(printable, 'is not plain ASCII'));

/** No redirect says anything of a key, and neither does a server in trouble. */
const status = z.union([z.int().min(200).max(299), z.int().min(400).max(499)]);

/** A status, or a status together with a text that stands in the first 4 KiB of the answer, where the status alone says too little. */
const reply = z.union([status, z.strictObject({ status, body: z.string().min(3).max(200).regex(printable) })]);

/** How a vendor is asked whether a key is live: a request that reads, costs nothing and changes nothing. */
export const questionSchema = z
  .strictObject({
    method: z.enum(['GET', 'POST']).default('GET'),
    url: endpoint,
    /** `{{key}}` stands in exactly one of them, or in `basic`. */
    headers: headers.default({}),
    /** Name and password, as in `{{key}}:` and `api:{{key}}`: sent as `Authorization: Basic …`. */
    basic: z.string().max(100).regex(printable).optional(),
    /** What a POST sends. Never the key. */
    body: z.string().max(1000).regex(printable).optional(),
    live: z.array(reply).min(1),
    /** Empty where a refusal may mean that the key is of another region, or of another address of the vendor. */
    dead: z.array(reply),
    /** For whoever changes the rule. */
    notes: z.string().optional(),
  })
  .check(({ value, issues }) => {
    for (const message of faults(value)) issues.push({ code: 'custom', input: value, message });
  });

interface Written {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly basic?: string | undefined;
  readonly body?: string | undefined;
  readonly live: readonly z.output<typeof reply>[];
  readonly dead: readonly z.output<typeof reply>[];
}

function* faults({ method, headers, basic, body, live, dead }: Written): Iterable<string> {
  const values = [...Object.values(headers), ...(basic === undefined ? [] : [basic])];
  const slots = values.join('\n').split(slot).length - 1;
  if (slots !== 1) yield `holds ${slot} ${slots} times in its headers; once is what it takes`;
  if ([...values, body ?? ''].some((text) => text.replaceAll(slot, '').includes('{{'))) yield 'knows {{key}} alone';
  if (body?.includes(slot)) yield 'carries the key in its body; a key goes into a header';
  if (body !== undefined && method !== 'POST') yield 'has a body, and is no POST';

  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const own = names.find((name) => reserved.test(name));
  if (own !== undefined) yield `sets the header ${own}, which is not its own`;
  if (new Set(names).size < names.length) yield 'sets a header twice';
  if (basic !== undefined && names.includes('authorization')) yield 'has two kinds of authorization';
  if (basic !== undefined && basic.replace(slot, '').split(':').length !== 2)
    yield 'has a `basic` that is no name:password';

  const said = [...live, ...dead].map((one) => JSON.stringify(one));
  if (new Set(said).size < said.length) yield 'lets one answer say two things';
  if (said.includes('429')) yield 'takes 429 for an answer; it says that there were too many questions';
}
