import type { NetworkEvent, NumberField, RecordRule, Resolved, Selector, TextField } from '../model/network.ts';
import { numberFields, textFields } from '../model/network.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { none } from '../text/none.ts';
import { clean } from './clean.ts';
import { holds, longestMatched, textOf } from './cut.ts';
import { addressesIn, addressOf, addressOfBytes, type Destination, hostPort, labelled, urlOf } from './destination.ts';
import { eventOf, goalOf, isDenied, targetOf, type Writable } from './event.ts';
import type { Row } from './row.ts';
import { type TimeFrame, timeOf } from './time.ts';

/** What a record says. */
export interface Told {
  readonly rule: RecordRule;
  readonly event: NetworkEvent | null;
  /** The name that stands for another one. */
  readonly alias: string | null;
  readonly answers: readonly Resolved[];
}

/** What is known of a record besides its own values. */
export interface Around {
  readonly line: number | null;
  readonly record: number | undefined;
  readonly frame: TimeFrame;
  /** What a wrapper told: the time at which a line was written, the unit that wrote it. */
  readonly outer: Outer;
  /** True where only calls of models are of interest, and connections to addresses, which may turn out to be some. */
  readonly brief?: boolean;
}

/** What wrappers say of the line in them. */
export type Outer = Readonly<Partial<Record<TextField, string>>> & {
  readonly time?: unknown;
  readonly program?: string;
};

/** Reads a record by the first of a format's rules that it fulfils; `null` where it fulfils none. */
export function recordOf(row: Row, rules: readonly RecordRule[], around: Around, known: RuleSet): Told | null {
  const rule = ruleFor(row, rules);
  if (!rule) return null;
  const within = rule.dates === 'day' ? { ...around, frame: { ...around.frame, dayFirst: true } } : around;
  return {
    rule,
    event: rule.basis === null ? null : toldBy(row, rule, within, known),
    answers: answersOf(row, rule, within),
    alias: rule.alias ? (nameOf(select(row, rule.fields.host), rule)?.host ?? null) : null,
  };
}

function ruleFor(row: Row, rules: readonly RecordRule[]): RecordRule | null {
  for (const rule of rules) if (rule.when.every((condition) => holds(condition, row))) return rule;
  return null;
}

function toldBy(row: Row, rule: RecordRule, around: Around, known: RuleSet): NetworkEvent | null {
  const { line, record, frame, outer } = around;
  const read = (name: keyof RecordRule['fields']): string | null =>
    select(row, rule.fields[name], rule.encoding, name === 'user' || name === 'device' ? isNobody : undefined);
  const request = requestOf(read('request'));
  const method = read('method')?.toUpperCase() ?? request.method;
  const told = targetOf(read('url') ?? request.target, method);
  const named = nameOf(read('host'), rule) ?? told;
  const host = named && named.host !== '' ? named.host : null;
  const path = told?.path ?? pathOf(read('path'));
  const goal = goalOf({ host, method, path, basis: rule.basis ?? 'ip' }, known);
  const provider = rule.provider ?? goal.provider ?? (host === null ? claimedBy(read('claimed'), known) : null);
  if (around.brief && provider === null && goal.api === undefined && goal.basis !== 'ip') return null;
  const seen = {
    line,
    record,
    time: timeOf(raw(row, rule.fields.time), frame) ?? timeOf(outer.time, frame),
    source: sourceOf(row, rule),
    host,
    port: named?.port ?? (told?.host === host ? told?.port : null) ?? numberOf(read('port')),
    method,
    userAgent: read('userAgent'),
    address: addressOf(read('address') ?? ''),
  };
  const event = eventOf(seen, provider === goal.provider ? goal : { ...goal, provider });
  const last = timeOf(raw(row, rule.fields.last), frame);
  if (last !== null) event.last = last;
  if (isDenied(read('action')) || rule.denied.some((condition) => holds(condition, row))) event.denied = true;
  if (rule.draft) event.draft = true;
  putTexts(event, read, rule, outer);
  const front = read('front');
  if (front !== null) event.front = hostPort(front)?.host ?? clean(front);
  putNumbers(event, read, rule);
  return event;
}

/** What is written where nobody is known: taken for a name, it would make one caller of all of them. */
const nobody =
  /^[([<]?(?:unknown(?:[ _-]?user)?|none|null|nil|n\/?a|undefined|anonymous|not[ _-]?(?:found|available|applicable|set)|no[ _-]?(?:user|authentication).{0,40})[)\]>]?$/i;

function isNobody(text: string): boolean {
  return nobody.test(text);
}

/** The value of the first selector that finds one, and not what is none. */
export function select(
  row: Row,
  selectors: readonly Selector[] | undefined,
  encoding: RecordRule['encoding'] = 'plain',
  isNone?: (text: string) => boolean,
): string | null {
  if (!selectors) return null;
  for (const selector of selectors) {
    const found = part(row, selector);
    if (found !== null && !isNone?.(found)) return encoding === 'percent' ? decoded(found) : found;
  }
  return null;
}

function part(row: Row, selector: Selector): string | null {
  const value = row(placed(selector.from, row));
  if (!Array.isArray(value)) return partOf(value, row, selector);
  for (const item of value.slice(0, 100)) {
    const found = partOf(item, row, selector);
    if (found !== null) return found;
  }
  return null;
}

function partOf(value: unknown, row: Row, { match, and, by, lower, percent }: Selector): string | null {
  const first = textOf(value);
  const whole = first === null || and === null ? first : joined(first, textOf(row(and)), by);
  const text = lower && whole !== null ? whole.toLowerCase() : whole;
  const found = text === null || match === null ? text : matched(text, match);
  return found !== null && percent ? decoded(found) : found;
}

/** Two values as one; what joins them is not written twice, as in `/path` and `?query`. */
function joined(first: string, second: string | null, by: string): string {
  if (second === null) return first;
  return by.trim() !== '' && second.startsWith(by) ? first + second : first + by + second;
}

function matched(text: string, match: RegExp): string | null {
  const found = match.exec(text.slice(0, longestMatched));
  return found ? (found.slice(1).find((group) => group !== undefined) ?? (found.length === 1 ? found[0] : null)) : null;
}

/** A name with the values of the record that it asks for: `processes.{processID}.serviceName`. */
function placed(from: string, row: Row): string {
  return from.includes('{') ? from.replace(/\{([^}]+)\}/g, (_, name: string) => textOf(row(name)) ?? '') : from;
}

/** A value as it is: a time may be a number. */
function raw(row: Row, selectors: readonly Selector[] | undefined): unknown {
  for (const selector of selectors ?? []) {
    const value = row(selector.from);
    if (typeof value === 'number' && selector.match === null && selector.and === null) return value;
    const text = part(row, selector);
    if (text !== null) return text;
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const noRequest = { method: null, target: null };

/** `POST /v1/messages HTTP/1.1`. Some clients leave blanks in what they ask for. */
function requestOf(text: string | null): { readonly method: string | null; readonly target: string | null } {
  if (text === null) return noRequest;
  const found = /^([A-Z_-]{2,20}) (\S.*)$/.exec(text.trim());
  return { method: found?.[1] ?? null, target: found?.[2]?.replace(/ HTTP\/[\d.]{1,4}$/, '') ?? null };
}

function nameOf(text: string | null, { names }: RecordRule): Destination | null {
  if (text === null) return null;
  if (names === 'labels') {
    const host = labelled(text);
    return host === null ? null : { host, port: null, path: null };
  }
  if (text.includes('://')) return urlOf(text);
  const named = hostPort(text);
  return named && { host: named.host, port: named.port, path: null };
}

function pathOf(text: string | null): string | null {
  if (text === null) return null;
  return text.includes('://') ? (urlOf(text)?.path ?? null) : text;
}

/** What a program calls its provider: `aws.bedrock`, `openai.chat`. Where a request went, its host tells better. */
function claimedBy(name: string | null, { aliases }: RuleSet): string | null {
  const words = name === null ? [] : name.toLowerCase().split(/[._/\s]/);
  const spelled = words.map((_, index) => words.slice(0, words.length - index).join('-'));
  return spelled.flatMap((alias) => aliases.get(alias) ?? [])[0] ?? null;
}

/** The client's address; where there is none, whatever the format names it by. */
function sourceOf(row: Row, { fields }: RecordRule): string | null {
  for (const selector of fields.source ?? []) {
    const text = part(row, selector);
    if (text !== null) return addressOf(text) ?? clean(text);
  }
  return null;
}

/** The fields of its own that a rule fills: most fill few, and lines are many. */
interface Filled {
  readonly texts: readonly TextField[];
  readonly numbers: readonly NumberField[];
}

const filled = new WeakMap<RecordRule, Filled>();

function filledBy(rule: RecordRule): Filled {
  const known = filled.get(rule);
  if (known) return known;
  const isIn = (name: TextField | NumberField): boolean => rule.fields[name] !== undefined;
  const found = { texts: textFields.filter(isIn), numbers: numberFields.filter(isIn) };
  filled.set(rule, found);
  return found;
}

type Event = Writable<NetworkEvent>;
type Read<Name> = (name: Name) => string | null;

function putTexts(event: Event, read: Read<TextField>, rule: RecordRule, outer: Outer): void {
  for (const name in outer) {
    if (!isTextField(name)) continue;
    const text = outer[name];
    if (text !== undefined) event[name] = clean(text);
  }
  for (const name of filledBy(rule).texts) {
    const text = read(name);
    if (text !== null) event[name] = clean(text);
  }
}

const known = new Set<string>(textFields);

function isTextField(name: string): name is TextField {
  return known.has(name);
}

function putNumbers(event: Event, read: Read<NumberField>, rule: RecordRule): void {
  for (const name of filledBy(rule).numbers) {
    const number = numberOf(read(name));
    if (number !== null) event[name] = number;
  }
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function answersOf(row: Row, rule: RecordRule, { frame, outer }: Around): readonly Resolved[] {
  if (rule.answers.length === 0) return none;
  const host = nameOf(select(row, rule.fields.host), rule)?.host;
  if (!host) return [];
  const time = timeOf(raw(row, rule.fields.time), frame) ?? timeOf(outer.time, frame);
  const client = sourceOf(row, rule);
  const addresses = new Set(rule.answers.flatMap((selector) => answered(row(selector.from), selector.match)));
  // A name that is kept from being found is answered with no address at all.
  return [...addresses]
    .filter((address) => address !== '0.0.0.0' && address !== '::')
    .map((address) => ({ host, address, client, time }));
}

/** Addresses in a text, in a list of texts, or as bytes; systemd-resolved has them three steps down. */
function answered(value: unknown, match: RegExp | null, depth = 0): readonly string[] {
  if (typeof value === 'string') return addressesIn(match ? (match.exec(value)?.[1] ?? '') : value);
  if (typeof value !== 'object' || value === null || depth > 3) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  const address = Array.isArray(value) ? addressOfBytes(items) : null;
  return address === null ? items.slice(0, 100).flatMap((one) => answered(one, match, depth + 1)) : [address];
}
