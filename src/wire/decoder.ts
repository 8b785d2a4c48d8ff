import type { LogFormat, LogWrapper, NetworkEvent, Resolved } from '../model/network.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { type Cutter, csvCutter, jsonCutter, pairsCutter, tableCutter, textCutter, textOf } from './cut.ts';
import { jsonOf } from './json.ts';
import { type Around, type Outer, recordOf, select } from './record.ts';
import { at, type Row, records, scoped } from './row.ts';
import type { TimeFrame } from './time.ts';

/** What became of a line. */
export interface Decoded {
  /**
   * `record`: it was understood; `known`: a comment, a header, a record of another matter; `other`: a line of another program
   * in a syslog or journal; `blank`; `foreign`: no format fits.
   */
  readonly kind: 'record' | 'known' | 'other' | 'blank' | 'foreign';
  readonly events: readonly NetworkEvent[];
  readonly answers: readonly Resolved[];
  /** The format, behind what wraps it: `docker-json>coredns`; `null` where none fits. */
  readonly format: string | null;
}

/** What a decoder goes by. */
export interface DecoderOptions {
  readonly frame: TimeFrame;
  /** Id of the one format that lines are taken to have; `null`: each line is told by itself. */
  readonly format: string | null;
}

const blank: Decoded = { kind: 'blank', events: [], answers: [], format: null };
const foreign: Decoded = { kind: 'foreign', events: [], answers: [], format: null };

/** A line is unwrapped no deeper: a container's line in syslog in a journal. */
const deepest = 3;

/**
 * Decodes the lines of one log, in their order: headers that name columns count until the next. Formats that fitted before
 * are tried first, so that a log of one format costs one attempt a line and a mixed one loses nothing.
 */
export class Decoder {
  private readonly formats: Known[];
  private readonly wrappers: readonly Wrap[];

  private readonly rules: RuleSet;
  private readonly options: DecoderOptions;

  constructor(rules: RuleSet, options: DecoderOptions) {
    this.rules = rules;
    this.options = options;
    const wanted = rules.logs.formats.filter(
      ({ id, shape }) => shape.kind !== 'binary' && (options.format === null || id === options.format),
    );
    // Those that only general names tell come last.
    this.formats = [...wanted.filter(({ general }) => !general), ...wanted.filter(({ general }) => general)].map(
      (format) => ({ format, cut: cutterOf(format) }),
    );
    this.wrappers = rules.logs.wrappers.map((wrapper) => ({ wrapper, cut: wrapperCutter(wrapper) }));
  }

  /** Decodes a line, without its end. `line` counts from 1. */
  line(text: string, line: number): Decoded {
    const trimmed = text.replace(/^[\uFEFF\0]+/, '').trimEnd();
    if (trimmed.trim() === '') return blank;
    const around = { line, record: undefined, frame: this.options.frame, outer: {} };
    return this.unwrapped(trimmed, jsonOf(trimmed), around, 0) ?? foreign;
  }

  /** Decodes a JSON document that stands on many lines, or a list of records. */
  document(value: unknown): readonly Decoded[] {
    const all = Array.isArray(value) ? value : [value];
    return all.map((item, index) => {
      const record = all.length > 1 ? index : undefined;
      const around = { line: null, record, frame: this.options.frame, outer: {} };
      return this.unwrapped('', item, around, 0) ?? foreign;
    });
  }

  /** The line in the first wrapper that fits; `null` where none does. */
  static unwrap(text: string, { logs }: RuleSet): string | null {
    for (const wrapper of logs.wrappers) {
      const [row] = wrapperCutter(wrapper)(text, jsonOf(text)) ?? [];
      const message = row?.(wrapper.message);
      const written = typeof message === 'object' ? JSON.stringify(message) : textOf(message);
      if (written !== null) return written.trimEnd();
    }
    return null;
  }

  private unwrapped(text: string, value: unknown, around: Around, depth: number): Decoded | null {
    if (Array.isArray(value))
      return depth < deepest ? merged(value.map((item) => this.unwrapped('', item, around, depth + 1))) : null;
    const special = this.attempt(text, value, around, false);
    if (special) return special;
    if (depth < deepest) {
      for (const { wrapper, cut } of this.wrappers) {
        const rows = cut(text, value) ?? [];
        const inside = rows.map((row) => this.inside(row, wrapper, around, depth + 1));
        if (inside.every((one) => one === undefined)) continue;
        const inner = wrapper.each.length > 0 ? merged(inside) : (inside[0] ?? null);
        // A line of another program in the same journal is none that did not fit.
        if (!inner)
          return depth === 0 ? (this.attempt(text, value, around, true) ?? { ...blank, kind: 'other' }) : null;
        return { ...inner, format: inner.format && `${wrapper.id}>${inner.format}` };
      }
    }
    return this.attempt(text, value, around, true);
  }

  /** What a wrapper holds; `undefined` where it holds nothing. */
  private inside(row: Row, wrapper: LogWrapper, around: Around, depth: number): Decoded | null | undefined {
    const message = row(wrapper.message);
    const within = { ...around, outer: outerOf(row, wrapper, around.outer) };
    if (typeof message === 'object' && message !== null) return this.unwrapped('', message, within, depth);
    const text = textOf(message)?.trimEnd();
    return text === undefined ? undefined : this.unwrapped(text, jsonOf(text), within, depth);
  }

  private attempt(text: string, value: unknown, around: Around, general: boolean): Decoded | null {
    for (const known of this.formats) {
      if (known.format.general !== general) continue;
      const decoded = this.by(known, text, value, around);
      if (!decoded) continue;
      this.prefer(known);
      return decoded;
    }
    return null;
  }

  /** What fitted is tried first next time. */
  private prefer(known: Known): void {
    const index = this.formats.indexOf(known);
    if (index > 0 && !known.format.general) this.formats.unshift(...this.formats.splice(index, 1));
  }

  private by({ format, cut }: Known, text: string, value: unknown, around: Around): Decoded | null {
    if (format.skip.some((pattern) => pattern.test(text))) return { ...blank, kind: 'known', format: format.id };
    const rows = cut(text, value);
    if (rows === 'header') return { ...blank, kind: 'known', format: format.id };
    if (rows === null) return null;
    const isList = rows.length > 1 || isWithin(value, format);
    const told = rows.flatMap(
      (row, record) => recordOf(row, format.records, isList ? { ...around, record } : around, this.rules) ?? [],
    );
    // General names make a log of something only where they tell of a call.
    if (format.general && told.length === 0) return null;
    return {
      kind: told.length > 0 ? 'record' : 'known',
      events: told.flatMap(({ event }) => event ?? []),
      answers: told.flatMap(({ answers }) => answers),
      format: format.id,
    };
  }
}

/** Cuts a line into its records; `header`: it names the columns of what follows. */
type RowCutter = (text: string, value: unknown) => readonly Row[] | 'header' | null;

interface Known {
  readonly format: LogFormat;
  readonly cut: RowCutter;
}

interface Wrap {
  readonly wrapper: LogWrapper;
  readonly cut: (text: string, value: unknown) => readonly Row[] | null;
}

function cutterOf(format: LogFormat): RowCutter {
  const { shape } = format;
  switch (shape.kind) {
    case 'text':
      return single(textCutter(shape.patterns));
    case 'csv':
      return single(csvCutter(shape));
    case 'pairs':
      return single(pairsCutter(shape));
    case 'table': {
      const cut = tableCutter(shape);
      return (text) => (cut.takes(text) ? 'header' : single(cut)(text, undefined));
    }
    case 'json': {
      const cut = jsonCutter(shape);
      return (_text, value) => {
        const row = cut(value);
        return row && within(value, format, row);
      };
    }
    case 'binary':
      return () => null;
    default:
      return shape satisfies never;
  }
}

function single(cut: Cutter): RowCutter {
  return (text) => {
    const row = cut(text);
    return row && [row];
  };
}

/** The records within a line, or the line itself where it is one. */
function within(value: unknown, { each }: Pick<LogFormat, 'each'>, row: Row): readonly Row[] {
  for (const path of each) {
    const found = [...records(value, path)];
    if (found.length > 0) return found.map(scoped);
  }
  return [row];
}

function isWithin(value: unknown, { each }: LogFormat): boolean {
  return each.some((path) => Array.isArray(at(value, path.split('.', 1)[0] ?? path)));
}

function wrapperCutter(wrapper: LogWrapper): Wrap['cut'] {
  const { shape } = wrapper;
  if (shape.kind === 'json') {
    const cut = jsonCutter(shape);
    return (_text, value) => {
      const row = cut(value);
      return row && within(value, wrapper, row);
    };
  }
  const cut = textCutter(shape.patterns);
  return (text) => {
    const row = cut(text);
    return row && [row];
  };
}

/** What became of the records of a list: they are counted through. `null` where none was understood. */
function merged(list: readonly (Decoded | null | undefined)[]): Decoded | null {
  const told = list.map((one) => one ?? foreign);
  const format = told.find((one) => one.format !== null)?.format ?? null;
  if (format === null) return null;
  let next = 0;
  const events = told.flatMap((one) => {
    const from = next;
    next += Math.max(1, ...one.events.map(({ record }) => (record ?? 0) + 1));
    return one.events.map((event) => ({ ...event, record: from + (event.record ?? 0) }));
  });
  const kind = told.some((one) => one.kind === 'record') ? 'record' : 'known';
  return { kind, events, answers: told.flatMap((one) => one.answers), format };
}

/** What an outer wrapper tells counts where an inner one says nothing. */
function outerOf(row: Row, { fields }: LogWrapper, outer: Outer): Outer {
  const found = Object.entries(fields).flatMap(([name, selectors]) => {
    const text = select(row, selectors);
    return text === null ? [] : [[name, text]];
  });
  return { ...outer, ...Object.fromEntries(found) };
}
