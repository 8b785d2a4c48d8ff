import type { LogFormat, NetworkEvent, RecordRule, Resolved } from '../model/network.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { Chain } from './chain.ts';
import { type Cutter, csvCutter, jsonCutter, pairsCutter, tableCutter, textCutter } from './cut.ts';
import { jsonOf } from './json.ts';
import { Parts } from './parts.ts';
import { type Around, recordOf } from './record.ts';
import { at, type Row, records, scoped } from './row.ts';
import type { TimeFrame } from './time.ts';
import { type Wrap, type Wrapped, wrapOf } from './wrap.ts';

/** What became of a line. */
export interface Decoded {
  /**
   * `record`: it was understood; `known`: a comment, a header, a record of another matter; `other`: a line of a program that
   * writes none of the formats, in a log that many share; `blank`; `foreign`: no format fits.
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
  /** True where only calls of models are of interest. */
  readonly brief?: boolean;
  /** The one format that lines are taken to have, by its id or as somebody gave it; `null`: each line is told by itself. */
  readonly format: string | LogFormat | null;
}

const blank: Decoded = { kind: 'blank', events: [], answers: [], format: null };
const foreign: Decoded = { ...blank, kind: 'foreign' };
const other: Decoded = { ...blank, kind: 'other' };

/** So many items within a line may fit no format before the rest is left. */
const patience = 200;

/** A line is unwrapped no deeper: a container's line in syslog in a journal. */
const deepest = 3;

/**
 * Decodes the lines of one log, in their order: headers that name columns count until the next. Formats that fitted before
 * are tried first, so that a log of one format costs one attempt a line and a mixed one loses nothing.
 */
export class Decoder {
  private readonly formats: Known[];
  private readonly wraps: readonly Wrap[];
  private readonly parts = new Parts();
  private readonly chain = new Chain();
  /** By format: the first of its rules by which anything was told of a call. */
  private readonly first = new Map<string, number>();

  private readonly rules: RuleSet;
  private readonly options: DecoderOptions;
  /** Items of the line in hand that fit no format. */
  private strange = 0;

  constructor(rules: RuleSet, options: DecoderOptions) {
    this.rules = rules;
    this.options = options;
    const wanted = wantedOf(rules, options.format).filter(({ shape }) => shape.kind !== 'binary');
    // Those that only general names tell come last.
    this.formats = [...wanted.filter(({ general }) => !general), ...wanted.filter(({ general }) => general)].map(
      (format) => ({ format, cut: cutterOf(format) }),
    );
    this.wraps = rules.logs.wrappers.map(wrapOf);
  }

  /** True where a record may stand in parts on several lines: then none of them may be left out. */
  get joinsLines(): boolean {
    return this.parts.isUsed;
  }

  /** Decodes a line, without its end. `line` counts from 1. */
  line(text: string, line: number): Decoded {
    // Marks of byte order, NULs, and what begins a record of the journal's `json-seq`.
    const trimmed = (isPlain(text) ? text : text.replace(/^(?:(?!\t)[\uFEFF\p{Cc}])+/u, '')).trimEnd();
    if (trimmed.trim() === '') return blank;
    this.strange = 0;
    const { frame, brief = false } = this.options;
    const around = { line, record: undefined, frame, outer: {}, brief };
    const told = this.told(trimmed, jsonOf(trimmed), around, 0);
    if (told || !trimmed.startsWith(' ')) return told ?? foreign;
    // A syslog daemon that writes what stands behind a tag leaves the blank in front of it.
    const bare = trimmed.trimStart();
    return this.told(bare, jsonOf(bare), around, 0) ?? foreign;
  }

  /** Decodes a JSON document that stands on many lines, or a list of records. */
  document(value: unknown): readonly Decoded[] {
    const all = Array.isArray(value) ? value : [value];
    return all.map((item, index) => {
      this.strange = 0;
      const record = all.length > 1 ? index : undefined;
      return this.told('', item, { line: null, record, frame: this.options.frame, outer: {} }, 0) ?? foreign;
    });
  }

  /** Items of a list decoded, until too many of a line are none: somebody may have written it to keep one busy. */
  private each<T>(items: readonly T[], decode: (item: T) => Decoded | null): readonly (Decoded | null)[] {
    const found: (Decoded | null)[] = [];
    for (const item of items) {
      if (this.strange > patience) break;
      const decoded = decode(item);
      if (!decoded || decoded === other) this.strange++;
      found.push(decoded);
    }
    return found;
  }

  private told(text: string, value: unknown, around: Around, depth: number): Decoded | null {
    if (Array.isArray(value))
      return depth < deepest ? merged(this.each(value, (item) => this.told('', item, around, depth + 1))) : null;
    return (
      this.attempt(text, value, around, false) ??
      (depth < deepest ? this.unwrapped(text, value, around, depth) : null) ??
      this.attempt(text, value, around, true)
    );
  }

  /** By the first wrapper in which there is a line that some format reads. */
  private unwrapped(text: string, value: unknown, around: Around, depth: number): Decoded | null {
    let last: Decoded | null = null;
    for (const wrap of this.wraps) {
      const inside = wrap.open(text, value, around.outer);
      const found = this.each(inside, (inner) => this.inner(inner, around, depth));
      const decoded = wrap.isList ? merged(found) : (found[0] ?? null);
      if (decoded && decoded.kind !== 'other')
        return { ...decoded, format: decoded.format && `${wrap.id}>${decoded.format}` };
      last ??= decoded;
    }
    return last;
  }

  private inner({ message, outer, isPart }: Wrapped, around: Around, depth: number): Decoded | null {
    const within = { ...around, outer };
    if (typeof message !== 'string') return this.told('', message, within, depth + 1);
    const text = isPart === null ? message : this.parts.whole(message, around.line, isPart)?.trimEnd();
    if (text === undefined) return { ...blank, kind: 'known' };
    return this.told(text, jsonOf(text), within, depth + 1) ?? (this.isOther(outer.program) ? other : null);
  }

  /** Whether a line is of a program that writes none of the formats. */
  private isOther(program: string | undefined): boolean {
    if (program === undefined) return false;
    const name = program.toLowerCase();
    return !this.formats.some(({ format }) => format.programs.some((known) => name.includes(known)));
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
    const place = format.whole ? { ...around, line: null } : around;
    let isTold = false;
    const events: NetworkEvent[] = [];
    const answers: Resolved[] = [];
    for (const [record, row] of rows.entries()) {
      const told = recordOf(row, format.records, isList ? { ...place, record } : place, this.rules);
      if (!told) continue;
      isTold = true;
      if (told.event && this.counts(told.rule, format)) events.push(told.event);
      answers.push(...this.chain.answers(around.line, told.alias, told.answers));
    }
    // General names make a log of something only where they tell of a call.
    if (format.general && !isTold) return null;
    return { kind: isTold ? 'record' : 'known', events, answers, format: format.id };
  }

  /** Whether a record tells of a call that no other record of this log tells of. */
  private counts(rule: RecordRule, { id, records }: LogFormat): boolean {
    const place = records.indexOf(rule);
    const first = this.first.get(id) ?? place;
    this.first.set(id, Math.min(first, place));
    return !rule.repeats || place <= first;
  }
}

function wantedOf({ logs }: RuleSet, format: DecoderOptions['format']): readonly LogFormat[] {
  if (typeof format === 'string') return logs.formats.filter(({ id }) => id === format);
  return format ? [format] : logs.formats;
}

/** Whether a line begins with a sign that is seen: nothing stands before it. */
function isPlain(text: string): boolean {
  const first = text.charCodeAt(0);
  return first > 0x20 && first < 0x7f;
}

/** Cuts a line into its records; `header`: it names the columns of what follows. */
type RowCutter = (text: string, value: unknown) => readonly Row[] | 'header' | null;

interface Known {
  readonly format: LogFormat;
  readonly cut: RowCutter;
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

/** What became of the records of a list: they are counted through. `null` where none was understood. */
function merged(list: readonly (Decoded | null | undefined)[]): Decoded | null {
  const told = list.map((one) => one ?? foreign);
  const format = told.find((one) => one.format !== null)?.format ?? null;
  if (format === null) return null;
  let next = 0;
  const events = told.flatMap((one) => {
    const from = next;
    next += one.events.reduce((most, { record = 0 }) => Math.max(most, record + 1), 1);
    return one.events.map((event) => ({ ...event, record: from + (event.record ?? 0) }));
  });
  const kind = told.some((one) => one.kind === 'record') ? 'record' : 'known';
  return { kind, events, answers: told.flatMap((one) => one.answers), format };
}
