/** A command is not longer, its lines that go on in the next together. */
const longest = 600;
/** Flags that name what another flag, or the input, carries the value of. */
const naming =
  /^--?(?:n|s|k|name|path|secret-name|secret-id|parameter-name|key-name|key|secret|account|service|env|variable)$/i;
/** Flags that carry a value and do not say of what. */
const carrying =
  /^--?(?:b|v|w|body|value|secret-string|secret-value|string-value|data|text|content|plaintext|from-value|secret|stdin)$/i;
/** Flags behind which a value stands that is not theirs. */
const switches = /^--?(?:relogin|login|force|f|y|yes|secret|global|local|x|gx|Ux)$/;
const storing =
  /^(?:set|put|add|create|store|update|write|login|auth|token|apikey|api-key|key|set-key|password|push)$/i;

/** Whether a flag carries a value and does not say of what. */
export function isCarrier(name: string): boolean {
  return carrying.test(name);
}

/**
 * `wandb login VALUE`, `--api-key VALUE`, `ENV NAME VALUE`, `-uVALUE`; `gh secret set NAME --body VALUE`, where the rest of the command
 * says what the value is of.
 */
export function command(text: string, start: number): string | null {
  const before = words(commandBefore(text, start));
  const last = before.at(-1) ?? '';
  if (carrying.test(last)) return stored([...before.slice(0, -1), ...words(commandAfter(text, start))]) ?? last;
  if (/^-{1,2}[A-Za-z][\w-]*$/.test(last) && !switches.test(last)) return last;
  if (!/[ \t]["'`\\]{0,9}$/.test(text.slice(Math.max(0, start - 12), start))) return null;
  if (/^[A-Z][A-Z0-9_]{2,}$/.test(last)) return last;
  const plain = before.filter((word) => !word.startsWith('-'));
  const verb = plain.findLastIndex((word, at) => at >= plain.length - 4 && storing.test(word));
  return verb < 0 ? defined(text, start) : plain.slice(Math.max(0, verb - 1)).join(' ');
}

/** The program that a place belongs to the arguments of. */
export function program(text: string, start: number): string {
  const line = words(commandBefore(text, start));
  return line.find((word) => !/^(?:sudo|env|exec|time|\$|>|#|npx|uvx|bunx|-.*|\w+=.*)$/.test(word)) ?? '';
}

/** What a value is stored as that is handed to a command: `echo VALUE | gh secret set NAME`, `cmd NAME <<< VALUE`. */
export function piped(text: string, start: number, end: number): string | null {
  const after = /^["']?\s{0,4}\|\s{0,4}([^\n|;&]{3,200})/.exec(text.slice(end, end + 240))?.[1];
  if (after === undefined || !/\b(?:echo|printf|cat)\b[^|;&\n]{0,40}$/.test(text.slice(Math.max(0, start - 60), start)))
    return null;
  return stored(words(after));
}

/** The name that a command stores a value under: what a flag says, or what stands behind its verb. */
function stored(line: readonly string[]): string | null {
  for (const [at, word] of line.entries()) {
    const [flag = '', value] = word.split('=', 2);
    const name = value ?? line[at + 1];
    if (naming.test(flag) && name !== undefined && /^[\w./:-]{2,100}$/.test(name) && !name.startsWith('-')) return name;
  }
  const plain = line.filter((word, at) => !word.startsWith('-') && !isValue(line, at));
  const verb = plain.findIndex((word) => /^(?:set|put|add|create|store|update|push|config:set)$/i.test(word));
  return verb < 0 ? null : plain.slice(Math.max(0, verb - 1), verb + 2).join(' ');
}

/** `--repo VALUE`: what stands behind a long flag belongs to it. */
function isValue(line: readonly string[], at: number): boolean {
  const before = line[at - 1] ?? '';
  return /^--?[a-z]/.test(before) && !before.includes('=');
}

const definition =
  /\(\s{0,4}(?:setq|setenv|defvar|defconst|defcustom|def|define)\s{1,4}["']?([\w*.:/-]{2,100})["']?\s{1,8}["']$/;
const keyword = /(?:^|[\s({[,]):([A-Za-z][\w*./-]{1,100})\s{1,8}"$/;

/** `(setq groq-api-key "…")`, `{:groq-api-key "…"}`. */
function defined(text: string, start: number): string | null {
  const before = text.slice(Math.max(0, start - 160), start);
  return (definition.exec(before) ?? keyword.exec(before))?.[1] ?? null;
}

function words(line: string): string[] {
  return line
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/^["'`]+|["'`=]+$/g, ''))
    .filter((word) => word !== '' && word !== '\\');
}

/** The command up to a place: its line, and those before it that go on in the next; not what stands before a `;` or a pipe. */
function commandBefore(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - longest), start).replace(/(?:\\{0,8}["'`])+$/, '');
  const lines = before.split('\n');
  let line = lines.pop() ?? '';
  for (let above = lines.pop(); above !== undefined && /[\\`]\r?$/.test(above); above = lines.pop())
    line = `${above.replace(/[\\`]\r?$/, '')} ${line}`;
  return line.split(/[;|]|&&/).at(-1) ?? '';
}

function commandAfter(text: string, start: number): string {
  const after = text.slice(start, start + longest).replace(/^[^\s"']{1,400}["']?/, '');
  const whole = after.replace(/\\\r?\n/g, ' ');
  return /^[^\n;|&]*/.exec(whole)?.[0] ?? '';
}
