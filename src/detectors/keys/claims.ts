import type { KeyExpiry } from '../../model/key.ts';

/** The claims of a JSON web token, or `null` where it is none. Its signature is not looked at. */
export function claims(token: string): ReadonlyMap<string, unknown> | null {
  const [head, body, signature] = token.split('.');
  if (!head || !body || signature === undefined || !object(head)) return null;
  const found = object(body);
  return found && new Map(Object.entries(found));
}

function object(part: string): object | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Until when a key is good by its own words, as an ISO 8601 time in UTC; `null` where it does not say. */
export function expires(value: string, how: KeyExpiry | null): string | null {
  switch (how) {
    case null:
      return null;
    case 'jwt': {
      const end = claims(value)?.get('exp');
      return typeof end === 'number' ? iso(end) : null;
    }
    case 'exp':
      return iso(Number(/;exp=(\d{9,11});/.exec(value)?.[1] ?? Number.NaN));
    case 'sigv4':
      return signed(value);
    default:
      return how satisfies never;
  }
}

/** A presigned address in base64: its date and for how many seconds it holds. */
function signed(value: string): string | null {
  const address = Buffer.from(value.slice(value.lastIndexOf('-') + 1), 'base64').toString('latin1');
  const [, year, month, day, hour, minute, second] =
    /X-Amz-Date=(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z/.exec(address) ?? [];
  const lasts = Number(/X-Amz-Expires=(\d{1,6})/.exec(address)?.[1] ?? Number.NaN);
  if (year === undefined || Number.isNaN(lasts)) return null;
  return iso(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000 + lasts);
}

function iso(seconds: number): string | null {
  if (!(seconds > 0 && seconds < 253_402_300_800)) return null;
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}
