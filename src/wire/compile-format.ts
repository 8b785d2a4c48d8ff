import { RollcallError } from '../model/error.ts';
import type { LogFormat, RecordCondition, RecordRule, Selector } from '../model/network.ts';
import { type Part, partsOf } from './format-parts.ts';
import { type Program, type Role, shapes, variables } from './format-variables.ts';

/**
 * The layout of lines that Squid's `logformat` or nginx's `log_format` writes, given as the format string or as the whole
 * directive. Only so is a layout known for certain that somebody made up.
 *
 * @throws RollcallError `usage` where the format names nothing by which it could be told where a request went.
 */
export function compileLogFormat(program: Program, text: string): LogFormat {
  const parts = partsOf(program, text);
  const roles = rolesOf(program, parts);
  if (!told.some((role) => roles.has(role)))
    throw new RollcallError('usage', `this format of ${program} does not say where a request went`, {
      hint: `It needs one of ${told.flatMap((role) => variables[program][role] ?? []).join(', ')}.`,
    });
  return {
    id: 'given',
    name: `format of ${program} as given`,
    shape: { kind: 'text', patterns: [patternOf(parts)] },
    each: [],
    records: recordsOf(roles),
    skip: [],
    general: false,
    document: false,
    whole: false,
    words: [],
    programs: [],
  };
}

/** Any of these is enough. */
const told: readonly Role[] = ['url', 'request', 'target', 'front', 'name', 'path', 'address'];

/** One group for each variable, by its place: the same may stand in a format twice. */
function patternOf(parts: readonly Part[]): RegExp {
  const pieces = parts.map((part, index) => {
    if (part.kind === 'text') return escaped(part.text);
    const group = `(?<${groupOf(index)}>${shapes[part.name] === undefined ? '' : `${shapes[part.name]}|`}${valueUntil(parts[index + 1])})`;
    if (part.padding === null) return group;
    return part.padding === 'left' ? ` *${group}` : `${group} *`;
  });
  return new RegExp(`^${pieces.join('')}$`);
}

/** A value ends where what follows it begins; between quotes, one behind a backslash does not count. */
function valueUntil(next: Part | undefined): string {
  if (next === undefined) return '.*';
  if (next.kind === 'value') return '\\S*?';
  const [first = ''] = next.text;
  return first === '"' ? '(?:[^"\\\\]|\\\\.)*' : `[^${/[\]\\^-]/.test(first) ? `\\${first}` : first}]*`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function groupOf(index: number): string {
  return `v${index}`;
}

/** Groups by what they stand for, the better one first. */
function rolesOf(program: Program, parts: readonly Part[]): ReadonlyMap<Role, readonly string[]> {
  const known = Object.entries(variables[program]) as [Role, readonly string[]][]; // its keys are roles
  return new Map(
    known.flatMap(([role, names]) => {
      const groups = names.flatMap((name) =>
        parts.flatMap((part, index) => (isValue(part, name) ? groupOf(index) : [])),
      );
      return groups.length > 0 ? [[role, groups]] : [];
    }),
  );
}

/** `%{%Y-%m-%d}tl` is a time that somebody wrote as they liked. */
function isValue(part: Part, name: string): boolean {
  return part.kind === 'value' && (part.name === name || part.name === `{}${name}`);
}

type Roles = ReadonlyMap<Role, readonly string[]>;

function recordsOf(roles: Roles): readonly RecordRule[] {
  const method = roles.get('method') ?? [];
  const request = roles.get('request') ?? [];
  const url = roles.get('url') ?? [];
  const name = roles.get('name') ?? [];
  const result = roles.get('result') ?? [];
  const front = [...(roles.get('target') ?? []), ...(roles.get('front') ?? [])];
  const own = fieldsOf(roles);
  const isTunnel = [...method.slice(0, 1), ...request.slice(0, 1)].map((from) => match(from, /^CONNECT\b/));
  const named = { ...own, host: selectors(name) };
  const asked = { ...own, host: selectors(front), front: selectors(roles.get('front') ?? []) };
  return [
    // With `ssl_bump peek` Squid writes a tunnel twice: when it is asked for, and when it ends.
    ...result.map((from) => rule('connect', own, [...isTunnel, match(from, /^NONE/), ...ended(roles)], true)),
    ...url.map((from) => rule(null, own, [match(from, /^error:/)])),
    // The name in a handshake says more than an address that a tunnel goes to, and where there is no HTTP it is all.
    ...(url.length > 0 && name.length > 0
      ? [rule('sni', named, [...url.map((from) => match(from, /^(?:[\d.]+|\[[\da-f:.]+\]):\d+$/i)), ...there(name)])]
      : []),
    ...(url.length + request.length + method.length === 0 ? [rule('sni', named, there(name))] : []),
    // A proxy of its clients: the request says where.
    ...url.map((from) => rule('http', own, [match(from, /[^-]/)])),
    ...request.map((from) =>
      rule('http', own, [match(from, /^(?:CONNECT |[A-Z][A-Z_-]{1,19} [a-z][a-z\d+.-]{1,15}:\/\/)/)]),
    ),
    ...request.map((from) => rule('http', asked, [match(from, /^[A-Z][A-Z_-]{1,19} \S/)])),
    ...(request.length === 0 && url.length === 0
      ? [rule('http', asked, there([...front, ...(roles.get('path') ?? [])]))]
      : []),
    rule(
      roles.has('address') && request.length + url.length === 0 ? 'ip' : null,
      own,
      there(roles.get('address') ?? []),
    ),
    rule(null, own, []),
  ];
}

/** The first of two records ends with 200. */
function ended(roles: Roles): readonly RecordCondition[] {
  return (roles.get('status') ?? []).slice(0, 1).map((from) => match(from, /^200$/));
}

function fieldsOf(roles: Roles): RecordRule['fields'] {
  const copied = [
    'source',
    'user',
    'method',
    'request',
    'url',
    'path',
    'userAgent',
    'bytesIn',
    'bytesOut',
    'transport',
  ] as const;
  const fields = copied.flatMap((role) => {
    const groups = roles.get(role);
    return groups ? [[role, selectors(groups)]] : [];
  });
  return {
    ...Object.fromEntries(fields),
    // Apache's is in brackets.
    ...(roles.has('time')
      ? { time: selectors(roles.get('time') ?? []).map((one) => ({ ...one, match: /^\[?([^[\]]+)/ })) }
      : {}),
    sni: selectors(roles.get('name') ?? []),
    // nginx tells of all upstreams that it tried.
    address: selectors(roles.get('address') ?? []).map((selector) => ({ ...selector, match: /^([^,\s]+)/ })),
    action: actionOf(roles),
  };
}

function actionOf(roles: Roles): readonly Selector[] {
  const [result] = roles.get('result') ?? [];
  const status = roles.get('status') ?? [];
  return result === undefined
    ? selectors(status)
    : selectors([result]).map((one) => ({ ...one, and: status[0] ?? null }));
}

function selectors(groups: readonly string[]): readonly Selector[] {
  return groups.map((from) => ({ from, by: ' ', match: null, and: null, lower: false, percent: false }));
}

function match(from: string, pattern: RegExp): RecordCondition {
  return { from: [from], is: [], match: pattern, not: false };
}

/** One of them is told. */
function there(groups: readonly string[]): readonly RecordCondition[] {
  return [{ from: groups, is: [], match: null, not: false }];
}

function rule(
  basis: RecordRule['basis'],
  fields: RecordRule['fields'],
  when: readonly RecordCondition[],
  draft = false,
): RecordRule {
  return {
    when,
    basis,
    provider: null,
    fields,
    denied: [],
    answers: [],
    draft,
    repeats: false,
    alias: false,
    dates: 'month',
    names: 'plain',
    encoding: 'plain',
  };
}
