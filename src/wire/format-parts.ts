import { otherCodes, type Program, variables } from './format-variables.ts';

/** A piece of a format string: what stands there as it is, or a variable. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string; readonly padding: 'left' | 'right' | null };

/** A format string, or the directive that holds it, cut into its pieces. */
export function partsOf(program: Program, text: string): readonly Part[] {
  switch (program) {
    case 'squid':
      return squidParts(squidString(text));
    case 'nginx':
      return nginxParts(nginxString(text));
    case 'apache':
      return apacheParts(apacheString(text));
    default:
      return program satisfies never;
  }
}

/** `logformat name %ts …`; without a name's two words it is the string itself. */
function squidString(text: string): string {
  return text.trim().replace(/^logformat\s+\S+\s+/, '');
}

/** `log_format name escape=json '…' '…';` is what its quoted pieces give together. */
function nginxString(text: string): string {
  const directive = /^\s*log_format\s+\S+\s+(?:escape=\w+\s+)?/.exec(text)?.[0];
  if (directive === undefined) return text.trim();
  const rest = text.slice(directive.length);
  const pieces = [...rest.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/gs)];
  if (pieces.length === 0) return rest.replace(/;\s*$/, '').trim();
  return pieces.map(([, single, double]) => (single ?? double ?? '').replace(/\\(['"\\])/g, '$1')).join('');
}

/** `LogFormat "…" name` and `CustomLog file "…"` are what the quotes hold, in which quotes stand behind a backslash. */
function apacheString(text: string): string {
  const quoted = /^\s*(?:LogFormat|CustomLog\s+\S+)\s+"((?:[^"\\]|\\.)*)"/i.exec(text)?.[1];
  return (quoted ?? text.trim()).replace(/\\(.)/g, (_, sign: string) => (sign === 't' ? '\t' : sign));
}

function nginxParts(text: string): readonly Part[] {
  return cutBy(text, /\$\{?([A-Za-z_]\w*)\}?/g, ([, name = '']) => ({ name, padding: null, rest: '' }));
}

/** `%400,501{User-agent}i`, `%>s`, `%{c}a`, `%^FB`: statuses at which it counts, which request, an argument and a code. */
function apacheParts(text: string): readonly Part[] {
  const code = /%%|%[!\d,<>]*(?:\{([^}]*)\})?(\^[A-Za-z]{2}|[A-Za-z])/g;
  return cutBy(text, code, ([whole, argument, name]) => {
    if (whole === '%%' || name === undefined) return null;
    const padding = null;
    if (name !== 't')
      return { name: argument === undefined ? name : `{${argument.toLowerCase()}}${name}`, padding, rest: '' };
    if (argument === undefined) return { name: '{clf}t', padding, rest: '' };
    const isSimple = /^(?:(?:begin|end):)?(?:sec|msec|usec)$/.test(argument);
    return { name: isSimple ? `{${argument.replace(/^.*:/, '')}}t` : '{}t', padding, rest: '' };
  });
}

/** `%-6{Host}>h`: a style of quoting, a width, an argument and a code, whose end only the list of codes tells. */
function squidParts(text: string): readonly Part[] {
  const code =
    /%ts\.%0?3?tu|%%|%["[#'/]?(-?)(\d*)(?:\.\d+)?(?:\{([^}]*)\})?((?:[a-z]+::)?[<>]?[A-Za-z_]+)(?:\{([^}]*)\})?/g;
  return cutBy(text, code, ([whole, minus, width, before, name, behind]) => {
    if (whole === '%%') return null;
    if (name === undefined) return { name: 'ts.tu', padding: null, rest: '' };
    const known = knownCode(name);
    const argument = before ?? behind;
    const isHeader = /^[<>]ha?$/.test(known) && argument !== undefined;
    return {
      name: isHeader
        ? `{${argument.toLowerCase()}}${known}`
        : argument !== undefined && /^t[lg]$/.test(known)
          ? `{}${known}`
          : known,
      padding: minus ? 'right' : width ? 'left' : null,
      rest: name.slice(known.length),
    };
  });
}

function knownCode(name: string): string {
  if (name.includes('::')) return name;
  const known = [...otherCodes, ...Object.values(variables.squid).flat()].filter((code) => name.startsWith(code));
  return known.sort((one, other) => other.length - one.length)[0] ?? name;
}

interface Variable {
  readonly name: string;
  readonly padding: 'left' | 'right' | null;
  /** Text that only looked like a part of the name. */
  readonly rest: string;
}

function cutBy(text: string, pattern: RegExp, read: (found: RegExpExecArray) => Variable | null): readonly Part[] {
  const parts: Part[] = [];
  let literal = '';
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    literal += text.slice(end, found.index);
    end = found.index + found[0].length;
    const variable = read(found);
    if (!variable) {
      literal += '%';
      continue;
    }
    if (literal !== '') parts.push({ kind: 'text', text: literal });
    parts.push({ kind: 'value', name: variable.name, padding: variable.padding });
    literal = variable.rest;
  }
  literal += text.slice(end);
  return literal === '' ? parts : [...parts, { kind: 'text', text: literal }];
}
