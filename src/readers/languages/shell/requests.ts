import type { Entry, Node } from '../../code/syntax.ts';
import { object } from './object.ts';

/** A command line that sends a request: what it is called, where it goes and what it hands over. */
export interface Request {
  readonly name: string;
  readonly args: readonly Entry[];
}

/** Options of curl and wget that take a value, but for those that are read here. */
const valued =
  /^(?:-[AbceEhKmoQrtuwxyYzUO]|--(?:user|output|max-time|connect-timeout|retry|retry-delay|cacert|cert|key|proxy|cookie|cookie-jar|user-agent|referer|write-out|config|resolve|range|limit-rate|timeout|tries|output-document|ca-certificate|http-user|http-password|interface|noproxy|oauth2-bearer|aws-sigv4|unix-socket|dump-header|stderr|max-redirs|speed-time|speed-limit))$/;

const data =
  /^(?:-d|-F|--data|--data-raw|--data-binary|--data-ascii|--data-urlencode|--json|--form|--form-string|--post-data|--body-data|--post-file|--body-file)$/;

/** A word that was handed over, and its text where it is written out. */
interface Word {
  readonly node: Node;
  readonly text: string | null;
}

/** Reads `curl`, `wget` and `http` with their arguments; null for any other program. */
export function requested(program: string, words: readonly Node[], input: Node | null, at: number): Request | null {
  const list = words.map((node): Word => ({ node, text: node.k === 'text' ? node.text : null }));
  if (/^(?:curl|wget|curlie)$/.test(program)) return curl(program, list, input, at);
  return /^(?:http|https|xh|xhs)$/.test(program) ? httpie(program, list, input, at) : null;
}

function curl(program: string, words: readonly Word[], input: Node | null, at: number): Request {
  const urls: Node[] = [];
  const bodies: Node[] = [];
  const others: Node[] = [];
  let method = '';
  for (let i = 0; i < words.length; i++) {
    const { node, text } = words[i] as Word; // within bounds
    const [, name = '', joined] = /^(--[\w-]+)=([\s\S]*)$/.exec(spelled(node)) ?? ['', spelled(node)];
    const cluster = /^-[A-Za-z]*?([XdFHuoATm])(.*)$/s.exec(text ?? '');
    const option = cluster && !text?.startsWith('--') ? `-${cluster[1]}` : name;
    const inline = joined ?? (cluster && !text?.startsWith('--') && cluster[2] ? cluster[2] : undefined);
    if (!option.startsWith('-')) {
      urls.push(node);
      continue;
    }
    const value = (): Node => (inline === undefined ? (words[++i]?.node ?? none) : restOf(node, inline, at));
    if (data.test(option) && !(program === 'wget' && option === '-d')) bodies.push(value());
    else if (option === '-X' || option === '--request' || option === '--method') method = spelled(value());
    else if (option === '--url') urls.push(value());
    else if (option === '-T' || option === '--upload-file') others.push(value());
    else if (
      option === '-H' ||
      option === '-u' ||
      option === '-o' ||
      option === '-A' ||
      option === '-m' ||
      option === '--header'
    )
      others.push(value());
    else if (valued.test(option) && inline === undefined) others.push(value());
  }
  const isRead = bodies.length === 0 && !/^(?:POST|PUT|PATCH)$/i.test(method);
  const name = `${program}.${isRead || /^get$/i.test(method) ? 'get' : 'post'}`;
  return request({ name, urls, bodies, others, input }, at);
}

const none: Node = { k: 'other', parts: [] };

/** A value that is joined to its option: `--json={…}`. */
function restOf(node: Node, inline: string, at: number): Node {
  if (node.k !== 'parts') return { k: 'text', text: inline, at };
  const [first = '', ...rest] = node.parts;
  const head = typeof first === 'string' ? first.replace(/^--[\w-]+=/, '') : first;
  return { k: 'parts', parts: [head, ...rest], at };
}

function spelled(node: Node): string {
  if (node.k === 'text') return node.text;
  const [first] = node.k === 'parts' ? node.parts : [];
  return typeof first === 'string' ? first : '';
}

/** `http POST url key=value other:='{…}' Header:value` */
function httpie(program: string, words: readonly Word[], input: Node | null, at: number): Request {
  const bare = words.filter(({ node }) => !spelled(node).startsWith('-'));
  const verb = /^(?:GET|POST|PUT|PATCH|HEAD|DELETE)$/.exec(bare[0]?.text ?? '')?.[0];
  const [url, ...items] = verb ? bare.slice(1) : bare;
  const entries = items.flatMap(({ node }): Entry[] => {
    const [, name, sign] = /^([\w.-]+)(:?=)/.exec(spelled(node)) ?? [];
    if (name === undefined || sign === undefined) return [];
    const value = restItem(node, name.length + sign.length, at);
    return [
      { name, value: value.k === 'text' && sign === ':=' ? (object([value.text], at) ?? list(value)) : value, at },
    ];
  });
  const isRead = verb === 'GET' || verb === 'HEAD' || (!verb && entries.length === 0 && !input);
  const others = items.flatMap(({ node }) => (/^[\w.-]+:?=/.test(spelled(node)) ? [] : [node]));
  const isSent = entries.length > 0;
  return request(
    {
      name: `${program}.${isRead ? 'get' : 'post'}`,
      urls: url ? [url.node] : [],
      bodies: isSent ? [{ k: 'map', entries }] : [],
      others,
      input: isSent ? null : input,
    },
    at,
  );
}

function restItem(node: Node, from: number, at: number): Node {
  if (node.k !== 'parts') return { k: 'text', text: spelled(node).slice(from), at };
  const [first = '', ...rest] = node.parts;
  const parts = [typeof first === 'string' ? first.slice(from) : first, ...rest].filter((part) => part !== '');
  const [only] = parts;
  return parts.length === 1 && only && typeof only !== 'string' ? only : { k: 'parts', parts, at };
}

/** `tools:='[…]'` hands a list over. */
function list(value: Node & { k: 'text' }): Node {
  return /^\s*\[\s*[^\]\s]/.test(value.text) ? { k: 'list', items: [none] } : none;
}

/** What a command line hands over, sorted. `others` are headers and the like: only what stands in them matters. */
interface Given {
  readonly name: string;
  readonly urls: readonly Node[];
  readonly bodies: readonly Node[];
  readonly others: readonly Node[];
  readonly input: Node | null;
}

function request({ name, urls, bodies, others, input }: Given, at: number): Request {
  const [first] = bodies;
  const isInput = first?.k === 'text' && /^@?-$/.test(first.text);
  const body = isInput ? input : (first ?? (/^(?:http|xh)/.test(name) ? input : null));
  return {
    name,
    args: [
      ...urls.map((value): Entry => ({ name: 'url', value, at })),
      ...(body ? [{ name: 'body', value: bodyOf(body, at), at }] : []),
      ...(others.length > 0 ? [{ name: 'headers', value: { k: 'list', items: others } as const, at }] : []),
    ],
  };
}

/** What is sent, as the object that it writes down. */
function bodyOf(node: Node, at: number): Node {
  if (node.k === 'text') return object([node.text], at) ?? none;
  return node.k === 'parts' ? (object(node.parts, at) ?? none) : node;
}
