import { isUnspecified } from '../../text/ip.ts';
import { addressOfBytes } from '../destination.ts';
import { Cursor } from './cursor.ts';

/** What a message of DNS says. */
export interface Lookup {
  readonly isReply: boolean;
  readonly questions: readonly { readonly name: string; readonly type: string }[];
  /** Addresses that the name of the first question was answered with. */
  readonly addresses: readonly string[];
}

/** Types of records by their numbers; others are `TYPE99`, as RFC 3597 writes them. */
const types: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
  35: 'NAPTR',
  43: 'DS',
  48: 'DNSKEY',
  64: 'SVCB',
  65: 'HTTPS',
  255: 'ANY',
  257: 'CAA',
};

/** More are not asked in one message. */
const mostQuestions = 16;
const mostAnswers = 100;
const longestName = 255;
const mostJumps = 16;

/** Reads a message of DNS; `null` for what is none, or no query and no answer to one. */
export function lookupOf(message: Buffer): Lookup | null {
  const rest = new Cursor(message);
  rest.skip(2);
  const flags = rest.number(2);
  const [asked, answered] = [rest.number(2), rest.number(2)];
  rest.skip(4);
  const operation = (flags >> 11) & 15;
  if (!rest.whole || operation !== 0 || asked === 0 || asked > mostQuestions) return null;
  const questions: { name: string; type: string }[] = [];
  for (let count = 0; count < asked; count++) {
    const name = nameOf(rest);
    const type = rest.number(2);
    rest.skip(2);
    if (name === null || !rest.whole) return null;
    questions.push({ name, type: typeText(type) });
  }
  const isReply = (flags & 0x8000) !== 0;
  return { isReply, questions, addresses: isReply ? addressesOf(rest, answered) : [] };
}

/** How a type of records is called. */
export function typeText(type: number): string {
  return types[type] ?? `TYPE${type}`;
}

function addressesOf(rest: Cursor, count: number): readonly string[] {
  const found = new Set<string>();
  for (let index = 0; index < Math.min(count, mostAnswers); index++) {
    if (nameOf(rest) === null) break;
    const type = rest.number(2);
    rest.skip(6);
    const data = rest.part(rest.number(2));
    if (!rest.whole) break;
    const address = type === 1 || type === 28 ? addressOfBytes([...data]) : null;
    // A name that is kept from being found is answered with no address at all.
    if (address !== null && !isUnspecified(address)) found.add(address);
  }
  return [...found];
}

/** A name, whose end may stand elsewhere in the message. */
function nameOf(rest: Cursor): string | null {
  const labels: string[] = [];
  let from = rest;
  let jumps = 0;
  for (let length = 0; length <= longestName; ) {
    const size = from.number(1);
    if (!from.whole) return null;
    if (size === 0) return labels.join('.');
    if (size >= 0xc0) {
      const at = ((size & 0x3f) << 8) | from.number(1);
      if (!from.whole || ++jumps > mostJumps) return null;
      from = new Cursor(rest.bytes, at);
      continue;
    }
    if (size > 63) return null;
    labels.push(from.part(size).toString('latin1'));
    if (!from.whole) return null;
    length += size + 1;
  }
  return null;
}
