import { createHash, getFips } from 'node:crypto';
import type { Hello } from './hello.ts';

/** Fingerprints of a ClientHello: https://github.com/salesforce/ja3 and https://github.com/FoxIO-LLC/ja4. They name a library, not a program. */
export interface Fingerprints {
  /** Absent where MD5 is not to be had, as on machines of FIPS 140. */
  readonly ja3?: string;
  readonly ja4: string;
}

const versions: Readonly<Record<number, string>> = { 768: 's3', 769: '10', 770: '11', 771: '12', 772: '13' };
const hasMd5 = getFips() === 0;
const serverName = 0;
const protocols = 16;
const nothing = '000000000000';

/** The fingerprints of a hello over TCP, or QUIC. */
export function fingerprints(hello: Hello, transport: 'tcp' | 'quic'): Fingerprints {
  return { ...ja3(hello), ja4: ja4(hello, transport) };
}

function ja3({ version, ciphers, extensions, groups, formats }: Hello): Pick<Fingerprints, 'ja3'> {
  if (!hasMd5) return {};
  const lists = [ciphers, extensions, groups].map((list) => list.filter(isMeant).join('-'));
  const text = [version, ...lists, formats.join('-')].join(',');
  return { ja3: createHash('md5').update(text).digest('hex') };
}

function ja4({ version, versions: offered, protocol, signatures, ...hello }: Hello, transport: 'tcp' | 'quic'): string {
  const ciphers = hello.ciphers.filter(isMeant);
  const extensions = hello.extensions.filter(isMeant);
  const first = [
    transport === 'quic' ? 'q' : 't',
    versions[Math.max(...offered.filter(isMeant), 0) || version] ?? '00',
    extensions.includes(serverName) ? 'd' : 'i',
    count(ciphers),
    count(extensions),
    protocolText(protocol),
  ].join('');
  const rest = extensions.filter((type) => type !== serverName && type !== protocols);
  const signed = signatures.filter(isMeant).map(hex);
  const last = [rest.map(hex).toSorted().join(','), ...(signed.length > 0 ? [signed.join(',')] : [])].join('_');
  return [
    first,
    ciphers.length === 0 ? nothing : short(ciphers.map(hex).toSorted().join(',')),
    extensions.length === 0 ? nothing : short(last),
  ].join('_');
}

/** Clients send numbers that mean nothing, so that servers learn to pass over them (RFC 8701). */
function isMeant(number: number): boolean {
  return (number & 0x0f0f) !== 0x0a0a || number >> 8 !== (number & 0xff);
}

function count(list: readonly number[]): string {
  return String(Math.min(list.length, 99)).padStart(2, '0');
}

function hex(number: number): string {
  return number.toString(16).padStart(4, '0');
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** First and last letter of the protocol; where they are no letters, first and last digit of its bytes in hex. */
function protocolText(protocol: Buffer | null): string {
  if (!protocol || protocol.length === 0) return '00';
  const text = protocol.toString('latin1');
  const ends = `${text[0]}${text.at(-1)}`;
  if (/^[0-9A-Za-z]{2}$/.test(ends)) return ends;
  const digits = protocol.toString('hex');
  return `${digits[0]}${digits.at(-1)}`;
}
