import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/** What the first packets of a version of QUIC are told and opened by: anybody may, as its salt is public. */
export interface Version {
  readonly salt: Buffer;
  /** Number of the type of first packets. */
  readonly initial: number;
  readonly labels: { readonly key: string; readonly iv: string; readonly hp: string };
}

const labels1 = { key: 'quic key', iv: 'quic iv', hp: 'quic hp' };
const labels2 = { key: 'quicv2 key', iv: 'quicv2 iv', hp: 'quicv2 hp' };
const salt1 = Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex');
const salt2 = Buffer.from('0dede3def700a6db819381be6e269dcbf9bd2ed9', 'hex');
const draft29 = Buffer.from('afbfec289993d24c9e9786f19c6111e04390a899', 'hex');

/** RFC 9001 (5.2), RFC 9369 (3.3), and drafts of the first that some still speak. */
export const quicVersions: ReadonlyMap<number, Version> = new Map([
  [1, { salt: salt1, initial: 0, labels: labels1 }],
  [0x6b3343cf, { salt: salt2, initial: 1, labels: labels2 }],
  ...[29, 30, 31, 32].map((draft) => draftOf(draft, draft29)),
  ...[33, 34].map((draft) => draftOf(draft, salt1)),
]);

/** Keys of what a client sends first. */
export interface Keys {
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly hp: Buffer;
}

/** The keys that follow from the name that a client gave its server, before anything is secret. */
export function clientKeys({ salt, labels }: Version, connection: Buffer): Keys {
  const initial = createHmac('sha256', salt).update(connection).digest();
  const secret = expand(initial, 'client in', 32);
  return { key: expand(secret, labels.key, 16), iv: expand(secret, labels.iv, 12), hp: expand(secret, labels.hp, 16) };
}

/** What hides the number of a packet, by a sample of it (RFC 9001, 5.4.3). */
export function maskOf({ hp }: Keys, sample: Buffer): Buffer {
  return createCipheriv('aes-128-ecb', hp, null).setAutoPadding(false).update(sample);
}

/** Opens a packet; `null` where its keys are others. */
export function opened({ key, iv }: Keys, number: number, head: Buffer, sealed: Buffer): Buffer | null {
  const nonce = Buffer.from(iv);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number) >>> 0, 8);
  const cipher = createDecipheriv('aes-128-gcm', key, nonce);
  cipher.setAAD(head);
  cipher.setAuthTag(sealed.subarray(-16));
  const plain = cipher.update(sealed.subarray(0, -16));
  try {
    return Buffer.concat([plain, cipher.final()]);
  } catch {
    return null;
  }
}

/** HKDF-Expand-Label of TLS 1.3 for up to one block (RFC 8446, 7.1). */
function expand(secret: Buffer, label: string, size: number): Buffer {
  const name = `tls13 ${label}`;
  const info = Buffer.concat([Buffer.from([0, size, name.length]), Buffer.from(name), Buffer.from([0, 1])]);
  return createHmac('sha256', secret).update(info).digest().subarray(0, size);
}

function draftOf(draft: number, salt: Buffer): [number, Version] {
  return [0xff000000 + draft, { salt, initial: 0, labels: labels1 }];
}
