import { createHmac, hash } from 'node:crypto';

/** The same key has the same fingerprint under the same salt, and the fingerprint gives nothing of it away. 32 hex digits of HMAC-SHA-256. */
export function fingerprint(secret: string, salt: string): string {
  return createHmac('sha256', salt).update(secret).digest('hex').slice(0, 32);
}

/** The fingerprint of a key: of its characters, in however many lines they stand. */
export function keyPrint(key: string, salt: string): string {
  return fingerprint(key.replace(/\\+n|\s/g, ''), salt);
}

/** SHA-256 of a text or of bytes, hex. */
export function sha256(content: string | Uint8Array): string {
  return hash('sha256', content);
}

/** The digest of a text as reports and registries write it: `sha256:<hex>`. */
export function digestOf(text: string): string {
  return `sha256:${sha256(text)}`;
}
