import { ipAddress } from '../text/ip.ts';

/** Where a request goes, as a log writes it. */
export interface Destination {
  /** Lower case, without a port and a dot at its end; '' where only a path is told. */
  readonly host: string;
  readonly port: number | null;
  /** Path and query; `null` where none is told. */
  readonly path: string | null;
}

const longestHost = 253;
const longestPath = 2000;

/** `https://host/path`, `host:443`, `host/path`, `/path`. What stands before an `@` is who asked, not where. */
export function urlOf(text: string): Destination | null {
  if (text.length > 8000) return null;
  if (text.startsWith('/')) return { host: '', port: null, path: text.slice(0, longestPath) };
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  const rest = scheme ? text.slice(scheme.length) : text;
  // A backslash ends the host as a slash does: browsers read it so, and what stands behind it is no host.
  const end = rest.search(/[/?#\\]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const named = hostPort(authority.slice(authority.lastIndexOf('@') + 1));
  if (!named) return null;
  if (!scheme && named.port === null && !named.host.includes('.')) return null;
  return { ...named, path: end < 0 ? null : rest.slice(end).slice(0, longestPath) };
}

/** `host`, `host:port`, `[v6]:port`; `null` for what cannot be the name of a host. */
export function hostPort(text: string): { readonly host: string; readonly port: number | null } | null {
  const found = /^(?:\[([0-9a-f:.%]+)\]|([^\s:[\]]+)|([0-9a-f]*:[0-9a-f:.]+))(?::(\d{1,5}))?$/i.exec(text.trim());
  const name = found?.[1] ?? found?.[2] ?? found?.[3];
  if (!name) return null;
  const host = hostName(name);
  return host === null ? null : { host, port: found?.[4] === undefined ? null : Number(found[4]) };
}

/**
 * The name of a host, or an address, in the form that hosts are compared in. International names are kept as `xn--`; one
 * that is written in its own letters is none that any provider has.
 */
export function hostName(text: string): string | null {
  const name = text.trim().replace(/\.$/, '').toLowerCase();
  if (name === '' || name === '-' || name.length > longestHost) return null;
  const address = spelled(name);
  if (address !== null) return address;
  return /^[^\s/?#@:\\,;'"<>()[\]{}|]+$/.test(name) ? name : null;
}

/** `(3)api(6)openai(3)com(0)`, as Windows writes names in its DNS log. */
export function labelled(text: string): string | null {
  const found = /^(?:\(\d{1,2}\)[^()]*)+$/.test(text) ? text : null;
  return found && hostName(found.replace(/\(\d{1,2}\)/g, '.').replace(/^\.|\.$/g, ''));
}

/** An address without port, brackets or zone: `10.0.0.7:4711`, `[2001:db8::1]:443`, `10.0.0.7#53`, `10.0.0.7/60236`. */
export function addressOf(text: string): string | null {
  const trimmed = text.trim();
  const bare = /^\[([^\]]+)\]/.exec(trimmed)?.[1] ?? trimmed;
  const address = spelled(bare);
  if (address !== null) return address;
  const found = /^(\d{1,3}(?:\.\d{1,3}){3})[:#/]\d+$/.exec(bare)?.[1] ?? /^([0-9a-f:.]+)[#/]\d+$/i.exec(bare)?.[1];
  return found === undefined ? null : spelled(found);
}

/** Whether a text is an IPv4 or IPv6 address. */
export function isAddress(text: string): boolean {
  return spelled(text) !== null;
}

/**
 * An address in the one spelling that compares: one machine is written `2001:db8::7` by one log, and `2001:db8:0:0:0:0:0:7` by
 * another. `null` for what is none.
 */
function spelled(text: string): string | null {
  // Names are many, and most of them are told from addresses by their last letter and by what they lack.
  if (text.charCodeAt(text.length - 1) > nine && !text.includes(':')) return null;
  if (isDotted(text)) return text;
  const mayBe = text.length <= 61 && /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*(?:%[\w.-]{1,15})?$/i.test(text);
  // A time of day and the address of a network card have colons too.
  return mayBe ? ipAddress(text) : null;
}

/** Four numbers of up to three digits, none over 255: every record has some, and a pattern takes several times as long. */
function isDotted(text: string): boolean {
  if (text.length > 15) return false;
  let [parts, digits, value] = [1, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === dot && digits > 0) {
      parts++;
      digits = 0;
      value = 0;
    } else {
      if (code < zero || code > nine) return false;
      value = 10 * value + code - zero;
      digits++;
      if (digits > 3 || value > 255) return false;
    }
  }
  return parts === 4 && digits > 0;
}

const [dot, zero, nine] = [0x2e, 0x30, 0x39];

/** Every address in a text. */
export function addressesIn(text: string): readonly string[] {
  return text
    .slice(0, 8000)
    .split(/[\s,;"'|]+/)
    .flatMap((word) => addressOf(word) ?? []);
}

/** The address that four or sixteen bytes are, as texts write it; `null` for anything else. */
export function addressOfBytes(bytes: readonly unknown[]): string | null {
  const known = bytes.filter((byte) => typeof byte === 'number' && Number.isInteger(byte) && byte >= 0 && byte < 256);
  if (known.length !== bytes.length) return null;
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return null;
  const digits = Buffer.from(known as readonly number[]).toString('hex'); // held above to be bytes
  return ipAddress(digits.replace(/(.{4})(?!$)/g, '$1:'));
}
