import type { KeyRule } from '../model/key.ts';

/** Names of options, headers and parameters whose value is a credential. */
const credential =
  /(?:^|[-_.'"])(?:api-?key|key|token|access-?token|secret|password|passwd|pwd|pat|auth|authorization|credentials?|bearer|cookie|session|signature|sig|dsn)(?:$|[-_.:])/i;
const headerOption = /^(?:-H|--headers?)$/;
const hidden = '…';
const maximumWord = 2000;
const maximumLength = 300;

/**
 * A command line or URL as it may be shown: without user information, values of options and parameters that carry
 * credentials, environment values, headers, and whatever has the shape of a known key or of a drawn one.
 */
export function shownTarget(words: readonly string[], keys: readonly KeyRule[]): string {
  const shown: string[] = [];
  let secret = false;
  for (const given of words) {
    const whole = (secret && !given.startsWith('-')) || secretHeader(given);
    for (const word of whole ? [given] : given.split(/\s+/)) {
      shown.push(secret && !word.startsWith('-') ? hidden : shownWord(word.slice(0, maximumWord), keys));
      secret = announcesSecret(word);
    }
  }
  const line = shown
    .join(' ')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return line.length > maximumLength ? `${line.slice(0, maximumLength)}${hidden}` : line;
}

/** `--token`, `-H`, `Authorization:` and `Bearer` are followed by what is not shown. */
function announcesSecret(word: string): boolean {
  if (headerOption.test(word) || /^["']?(?:bearer|basic|token)$/i.test(word)) return true;
  return /^(?:--?[A-Za-z][^=]*|["']?[\w-]+:)$/.test(word) && credential.test(word);
}

/** `Authorization: Bearer …` or `X-Api-Key:…` handed over as one word. */
function secretHeader(word: string): boolean {
  const name = /^[A-Za-z][\w-]{1,60}:/.exec(word)?.[0];
  return (
    name !== undefined &&
    !word.startsWith('//', name.length) &&
    (credential.test(name) || /^\s/.test(word.slice(name.length)))
  );
}

function shownWord(word: string, keys: readonly KeyRule[]): string {
  if (/^[a-z][a-z0-9+.-]{1,30}:\/\//i.test(word)) return shownUrl(word, keys);
  if (secretHeader(word)) return `${word.slice(0, word.indexOf(':'))}: ${hidden}`;

  // `NAME=value` sets a variable: its value is shown to nobody, whatever the name.
  const [, name, value] =
    /^([A-Za-z_]\w{0,199}|--?[A-Za-z][\w.-]{0,199}|[A-Za-z][\w-]{0,60}(?=:))[=:](.*)$/s.exec(word) ?? [];
  if (name === undefined || value === undefined) return withoutKeys(word, keys);

  const sign = word[name.length] ?? '=';
  const variable = sign === '=' && (!name.startsWith('-') || /^(?:-e|--env)/.test(name));
  return `${name}${sign}${variable || credential.test(name) ? hidden : withoutKeys(value, keys)}`;
}

function shownUrl(word: string, keys: readonly KeyRule[]): string {
  const [, start = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(word) ?? [];
  const names = rest
    .split(/[?#&]/)
    .slice(1)
    .map((pair) => pair.split('=', 1)[0] ?? '');
  const parameters = names.map((name) => `${withoutKeys(name, keys)}=${hidden}`).join('&');
  return withoutKeys(start, keys) + (parameters && `?${parameters}`);
}

/** Without user information, known keys, and runs of letters and digits mixed as only a generator mixes them. */
function withoutKeys(text: string, keys: readonly KeyRule[]): string {
  let shown = text.replace(/:\/\/[^/?#]*@/g, '://');
  for (const { pattern, context } of keys) {
    if (context === 'none') shown = shown.replace(new RegExp(pattern.source, 'g'), hidden);
  }
  return shown.replace(/[A-Za-z0-9_+=-]{20,}/g, (run) => (isDrawn(run) ? hidden : run));
}

/** A long run with letters and several digits in it, as names of packages and folders seldom have. */
function isDrawn(run: string): boolean {
  return (run.match(/\d/g)?.length ?? 0) >= 3 && /[A-Za-z]/.test(run);
}
