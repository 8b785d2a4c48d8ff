import type { LogRules, LogWrapper } from '../model/network.ts';
import { holds, jsonCutter, textCutter, textOf } from './cut.ts';
import { jsonOf } from './json.ts';
import { type Outer, select } from './record.ts';
import { type Row, records, scoped } from './row.ts';

/** A line without what other programs put around it. */
export interface Wrapped {
  /** `{…}` that a log driver has read already is an object. */
  readonly message: string | object;
  readonly outer: Outer;
  /** True where the rest stands in the next line; `null` where lines are never cut. */
  readonly isPart: boolean | null;
}

/** Takes lines out of what was put around them. */
export interface Wrap {
  readonly id: string;
  /** True where one line holds many. */
  readonly isList: boolean;
  /** The lines in a line; none where it is not wrapped so. */
  readonly open: (text: string, value: unknown, outer: Outer) => readonly Wrapped[];
}

/** A wrapper as lines are opened by it. */
export function wrapOf(wrapper: LogWrapper): Wrap {
  const { shape } = wrapper;
  const json = shape.kind === 'json' ? jsonCutter(shape) : null;
  const cut = shape.kind === 'text' ? textCutter(shape.patterns) : null;
  return {
    id: wrapper.id,
    isList: wrapper.each.length > 0,
    open: (text, value, outer) => {
      const row = json ? json(value) : (cut?.(text) ?? null);
      if (!row) return [];
      const rows = wrapper.each.flatMap((path) => [...records(value, path)]).map(scoped);
      return (wrapper.each.length > 0 ? rows : [row]).flatMap((one) => wrappedIn(one, wrapper, outer) ?? []);
    },
  };
}

/** The line in the first wrapper that fits, as it stands there; `null` where none does. */
export function unwrap(text: string, { wrappers }: LogRules): string | null {
  for (const wrapper of wrappers) {
    const [first] = wrapOf(wrapper).open(text, jsonOf(text), {});
    if (first) return typeof first.message === 'string' ? first.message : JSON.stringify(first.message);
  }
  return null;
}

function wrappedIn(row: Row, wrapper: LogWrapper, outer: Outer): Wrapped | null {
  const message = messageOf(row, wrapper.messages);
  if (message === null) return null;
  return {
    message: typeof message === 'string' ? trimmed(message, wrapper) : message,
    outer: outerOf(row, wrapper, outer),
    isPart: wrapper.partial && holds(wrapper.partial, row),
  };
}

/** What is cut into parts may be cut at a blank; elsewhere rsyslog leaves the one that stood before the message. */
function trimmed(message: string, { partial }: LogWrapper): string {
  return partial ? message.replace(/\r?\n$/, '') : message.trim();
}

/** The line, under the first name that has it as a text; else the object that a collector has made of it. */
function messageOf(row: Row, names: readonly string[]): string | object | null {
  const values = names.map(row);
  for (const value of values) {
    const text = textOf(value) ?? textOfBytes(value);
    if (text !== null) return text;
  }
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  return values.find(isObject) ?? null;
}

/** The journal writes a message that is no clean text as its bytes, and a field that was set twice as a list. */
function textOfBytes(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  if (typeof value[0] !== 'number') return textOf(value[0]);
  return value.every((byte) => Number.isInteger(byte)) ? Buffer.from(value).toString('utf8') : null;
}

/** What an outer wrapper tells counts where an inner one says nothing. */
function outerOf(row: Row, { fields }: LogWrapper, outer: Outer): Outer {
  const found = Object.entries(fields).flatMap(([name, selectors]) => {
    const text = select(row, selectors);
    return text === null ? [] : [[name, text]];
  });
  return { ...outer, ...Object.fromEntries(found) };
}
