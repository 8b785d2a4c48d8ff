/** Longest text of an event that is kept. */
const longest = 300;

/** Needs no cleaning. */
const plain = /^[!-~](?:[ -~]*[!-~])?$/;

/** A text from a log, fit to be shown: on one line, without control characters and marks that turn text around, and not endless. */
export function clean(text: string, most = longest): string {
  if (text.length <= most && plain.test(text)) return text;
  return text
    .slice(0, most)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .trim();
}

/** Names of parameters whose values let somebody in. */
const telling = /key|token|secret|sig|pass|auth|code|cred|session|jwt|bearer/i;

/** A path and its query: values that may open something are masked, whatever they look like. */
export function cleanPath(path: string): string {
  const at = path.search(/[?#]/);
  const steps = clean(path.slice(0, at < 0 ? undefined : at), 2000).replace(/[A-Za-z0-9_-]{40,}/g, '…');
  if (at < 0) return steps;
  const query = clean(path.slice(at + 1), 2000)
    .split('&')
    .map((pair) => masked(pair))
    .join('&');
  return path[at] === '?' ? `${steps}?${query}` : steps;
}

function masked(pair: string): string {
  const at = pair.indexOf('=');
  if (at < 0) return /^[\w.~%+-]{20,}$/.test(pair) ? '…' : pair;
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  return telling.test(name) || /[\w-]{20,}/.test(value) ? `${name}=…` : pair;
}
