import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { sha256 } from '../../text/fingerprint.ts';
import { surveyForm } from './address.ts';
import type { Survey } from './survey.ts';

/** What the line before the body begins with: what was kept in another form is not there. */
const mark = `rollcall-survey ${surveyForm} `;
const head = /^([0-9a-f]{64}) ([0-9a-f]{64})\n/;
/** Length of the line before the body. */
const headLength = mark.length + 64 + 1 + 64 + 1;
/** Nothing that was written is larger, unpacked. */
const mostBytes = 512 << 20;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A survey, or what else is kept beside it, as it is kept: a line with its address and the digest of the rest, then JSON, packed. */
export async function encode(address: string, kept: object): Promise<Buffer> {
  const body = await pack(JSON.stringify(kept), { level: 6 });
  return Buffer.concat([Buffer.from(`${mark}${address} ${sha256(body)}\n`, 'latin1'), body]);
}

/** Whether bytes are, to the last of them, what was written under an address. */
export function isIntact(bytes: Buffer, address: string): boolean {
  const line = bytes.toString('latin1', 0, headLength);
  const [, name, digest] = (line.startsWith(mark) && head.exec(line.slice(mark.length))) || [];
  return name === address && sha256(bytes.subarray(headLength)) === digest;
}

/** The survey in what {@link isIntact}. */
export function decode(bytes: Buffer): Promise<Survey> {
  return decodeAs<Survey>(bytes);
}

/** What is kept in what {@link isIntact}, where it is no survey. */
export async function decodeAs<T extends object>(bytes: Buffer): Promise<T> {
  const text = await unpack(bytes.subarray(headLength), { maxOutputLength: mostBytes });
  return JSON.parse(text.toString('utf8')) as T; // the digest says that it is what `encode` was given
}
