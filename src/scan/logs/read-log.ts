import type { NetworkEvent, Resolved } from '../../model/network.ts';
import type { Problem } from '../../model/problem.ts';
import type { LogCoverage } from '../../model/report.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { Span } from '../../sources/log/spans.ts';
import { binaryDecoder } from '../../wire/binary.ts';
import { type Decoded, Decoder, type DecoderOptions } from '../../wire/decoder.ts';
import { type HitLine, type LineReader, lineReader } from '../../wire/hit-lines.ts';
import type { BinaryDecoder } from '../../wire/packets/binary.ts';
import { isoTime, type TimeFrame } from '../../wire/time.ts';
import { beginsDocument, longestDocument } from './document.ts';
import { findsIn, type Words } from './finds.ts';
import { binaryFormat, isTooShort } from './recognise.ts';
import type { Found } from './seek.ts';
import type { SpannedLog } from './spans.ts';

/** How a log is read, and how the report names it. */
export interface ReadingOptions {
  readonly place: string;
  readonly file: string;
  readonly frame: TimeFrame;
  /** The format, where a person said so; `null`: each line tells. */
  readonly format: DecoderOptions['format'];
  /** Number of its first line, where it is not read from its start. */
  readonly from?: number;
}

/** A log to be read: its bytes in order. */
export interface LogSource extends ReadingOptions {
  readonly chunks: AsyncIterable<Buffer | Problem>;
  /** How what comes behind its first bytes is read with the help of other threads; `null` or absent where it is not. */
  readonly spans?: SpannedLog | null;
}

/** What a log says goes here, as it is read. */
export interface LogSink {
  readonly event: (event: NetworkEvent) => void;
  readonly answer: (answer: Resolved) => void;
}

/** So many bytes of a log are decoded line by line; of what follows, the lines that name a provider's host, or how it is asked. */
const thorough = 256 << 10;
/** Lines that fit no format are told by number, so many of them. */
const samples = 5;
/** Share of lines that may fit no format before the result may lack something because of it. */
const tolerated = 0.05;

/** Reads a log from its first byte to its last. What it says goes to the sink; what of it could be read is returned. */
export async function readLog(
  source: LogSource,
  rules: RuleSet,
  sink: LogSink,
): Promise<{ readonly coverage: LogCoverage; readonly problems: readonly Problem[]; readonly bytes: number }> {
  const reading = new LogReading(source, rules, sink);
  const problems: Problem[] = [];
  let taken = 0;
  for await (const chunk of source.chunks) {
    if (Buffer.isBuffer(chunk)) {
      reading.take(chunk);
      taken += chunk.length;
    } else problems.push(chunk);
    if (source.spans && reading.looksFor !== null) break;
  }
  if (source.spans && reading.looksFor !== null) problems.push(...(await source.spans.readInto(reading, taken)));
  reading.end();
  return { coverage: reading.coverage(), problems: [...problems, ...reading.problems()], bytes: reading.bytes };
}

/** One log, as it is read: fed with its pieces, it decodes what they hold. */
export class LogReading {
  private readonly decoder: Decoder;
  private readonly rules: RuleSet;
  private reader: LineReader;
  /** Lines before those of the reader. */
  private before: number;
  /** Bytes of which every line was decoded; `null` once only lines that name a provider's host are. */
  private looked: number | null = 0;
  private readonly formats = new Map<string, number>();
  private readonly strange: number[] = [];
  private readonly counts = { records: 0, foreign: 0, events: 0, cut: 0, flows: 0 };
  private readonly span: { first: number | null; last: number | null } = { first: null, last: null };
  private readonly options: ReadingOptions;
  private readonly sink: LogSink;
  /** The first bytes, until they tell what the log is; `null` from then on. */
  private head: Buffer | null = Buffer.alloc(0);
  /** What decodes it, where it is no text. */
  private binary: BinaryDecoder | null = null;
  /** Pieces of a JSON document; `null` for a log of lines; `undefined` before the first piece. */
  private document: Buffer[] | null | undefined;
  private size = 0;
  /** The last line that was too long: several pieces of it may come. */
  private cut: number | null = null;
  private fault: string | null = null;

  constructor(options: ReadingOptions, rules: RuleSet, sink: LogSink) {
    this.options = options;
    this.sink = sink;
    this.rules = rules;
    this.before = (options.from ?? 1) - 1;
    this.reader = this.linesFrom(true);
    this.decoder = new Decoder(rules, { frame: options.frame, format: options.format, brief: true });
  }

  /** Takes the next piece, which may end in the middle of a line. */
  take(piece: Buffer): void {
    this.bytes += piece.length;
    if (!this.head) {
      this.read(piece);
      return;
    }
    const head = this.head.length === 0 ? piece : Buffer.concat([this.head, piece]);
    if (isTooShort(head)) this.head = Buffer.from(head);
    else this.begin(head);
  }

  /** What the lines are found by that are decoded from now on; `null` while all of them are. */
  get looksFor(): Words | null {
    if (this.looked !== null) return null;
    return this.hasLabels() ? 'labels' : 'words';
  }

  /** Takes what was found in the lines that come next, where the last piece ended with a line. */
  found({ lines, hits, from, to }: Found & Span): void {
    this.bytes += to - from;
    const known = this.reader.count().lines;
    for (const hit of hits) this.decode({ ...hit, number: known + hit.number });
    this.before += lines;
  }

  /** Takes the first lines of a log of which later ones are read: they tell its columns, and nothing else. */
  learn(beginning: Buffer): void {
    for (const [index, line] of beginning
      .toString('utf8')
      .split(/\r\n|\n|\r/)
      .entries())
      this.decoder.line(line, index + 1);
  }

  /** Ends the log: what is open is decoded. */
  end(): void {
    if (this.head && this.head.length > 0) this.begin(this.head);
    if (this.binary) this.endBinary(this.binary);
    else if (this.document) this.readDocument(this.document);
    else this.reader.end();
  }

  /** Bytes that were taken, unpacked. */
  bytes = 0;

  /** Lines, or records where it is no text, that were read of it so far. */
  get lineCount(): number {
    return this.binary?.count ?? this.before + this.reader.count().lines - (this.options.from ?? 1) + 1;
  }

  /** What was read of it so far. */
  coverage(): LogCoverage {
    const { place, file } = this.options;
    const [format = null] = [...this.formats].sort(([, a], [, b]) => b - a).map(([name]) => name);
    const { records, foreign, events } = this.counts;
    const { first, last } = this.span;
    return {
      place,
      file,
      format,
      lines: this.lineCount,
      records: this.binary?.count ?? records,
      foreign,
      events,
      first: isoTime(first),
      last: isoTime(last),
    };
  }

  /** What of it could not be read, or not be understood. */
  problems(): readonly Problem[] {
    const found: Problem[] = [];
    const say = (reason: Problem['reason'], message: string, incomplete: boolean): void => {
      found.push({ kind: 'problem', place: this.options.place, file: this.options.file, reason, message, incomplete });
    };
    if (this.fault !== null) say('unparsable', this.fault, true);
    for (const { message, matters } of this.binary?.omissions() ?? []) say('limit', message, matters);
    const { records, foreign, cut } = this.counts;
    if (cut > 0)
      say(
        'limit',
        `${cut === 1 ? 'A line is' : `${cut} lines are`} longer than 1 MiB: only the beginning was read.`,
        true,
      );
    if (foreign > 0) {
      const share = foreign / (records + foreign);
      say(
        'unparsable',
        `${foreign} of ${records + foreign} lines fit no known layout, such as line ${this.strange.join(', ')}.`,
        share > tolerated,
      );
    }
    return found;
  }

  /** Begins with bytes that tell what the log is. A log that is not read from its start is one of lines. */
  private begin(head: Buffer): void {
    this.head = null;
    const format = this.before === 0 ? binaryFormat(head) : null;
    if (format !== null) {
      this.binary = binaryDecoder(format, this.rules, {
        event: (event) => this.tell(event),
        answer: (answer) => this.sink.answer(answer),
      });
      const named = this.rules.logs.formats.find(({ shape }) => shape.kind === 'binary' && shape.decoder === format);
      this.formats.set(named?.id ?? format, 1);
    }
    this.read(head);
  }

  private read(piece: Buffer): void {
    if (this.binary) {
      this.binary.take(piece);
      return;
    }
    if (this.document === undefined)
      this.document = beginsDocument(piece.subarray(0, 4096).toString('utf8')) ? [] : null;
    if (this.fault !== null) return;
    if (!this.document) {
      this.feed(piece);
      return;
    }
    this.size += piece.length;
    this.document.push(Buffer.from(piece));
    if (this.size > longestDocument) this.giveUp(this.document);
  }

  private endBinary(binary: BinaryDecoder): void {
    binary.end();
    this.fault = binary.fault;
  }

  /** A document is held as a whole, and too long for that at some point; lines are not. */
  private giveUp(pieces: readonly Buffer[]): void {
    this.document = null;
    if (pieces.some((piece) => piece.includes('\n{'))) this.lines(pieces);
    else this.fault = `It is one JSON document of more than ${longestDocument >> 20} MiB, and was not read.`;
  }

  /** Lines that begin as a document does are lines all the same. */
  private lines(pieces: readonly Buffer[]): void {
    for (const piece of pieces) this.feed(piece);
  }

  private readDocument(pieces: readonly Buffer[]): void {
    const text = Buffer.concat(pieces).toString('utf8');
    try {
      for (const decoded of this.decoder.document(JSON.parse(text))) this.count(decoded, 1);
    } catch {
      this.lines(pieces);
      this.reader.end();
    }
  }

  /** Of the first megabytes every line is decoded: they tell its formats, and how much of it fits none. */
  private feed(piece: Buffer): void {
    if (this.looked === null || this.looked + piece.length <= thorough) {
      if (this.looked !== null) this.looked += piece.length;
      this.reader.feed(piece);
      return;
    }
    const end = piece.lastIndexOf(0x0a) + 1;
    this.reader.feed(piece.subarray(0, end));
    // Of flows the lines name no hosts.
    const isFlows = this.counts.flows * 2 > this.counts.records;
    if (end > 0 && !isFlows && !this.decoder.joinsLines) {
      this.looked = null;
      this.before += this.reader.end().lines;
      this.reader = this.linesFrom(false);
    }
    this.reader.feed(piece.subarray(end));
  }

  private linesFrom(every: boolean): LineReader {
    const finder = findsIn(this.rules.logs, !every && this.hasLabels() ? 'labels' : 'words');
    return lineReader(finder, { every }, (line) => this.decode(line));
  }

  /** Whether a format of it writes names with the lengths of their parts. */
  private hasLabels(): boolean {
    const ids = new Set([...this.formats.keys()].map((name) => name.split('>').at(-1)));
    const seen = this.rules.logs.formats.filter(({ id }) => ids.has(id));
    return seen.some(({ records }) => records.some(({ names }) => names === 'labels'));
  }

  private decode({ text, number, long }: HitLine): void {
    const line = this.before + number;
    // What is cut out of a longer line is no record.
    if (!long) this.count(this.decoder.line(text, line), line);
    else if (line !== this.cut) {
      this.counts.cut++;
      this.cut = line;
    }
  }

  private count({ kind, format, events, answers }: Decoded, line: number): void {
    if (kind === 'record' || kind === 'known') this.counts.records++;
    if (kind === 'foreign') {
      this.counts.foreign++;
      if (this.strange.length < samples) this.strange.push(line);
    }
    if (format !== null) this.formats.set(format, (this.formats.get(format) ?? 0) + 1);
    for (const answer of answers) this.sink.answer(answer);
    for (const event of events) this.tell(event);
  }

  private tell(event: NetworkEvent): void {
    this.counts.events++;
    if (event.basis === 'ip') this.counts.flows++;
    const { time } = event;
    if (time !== null) {
      if (this.span.first === null || time < this.span.first) this.span.first = time;
      if (this.span.last === null || time > this.span.last) this.span.last = time;
    }
    this.sink.event(event);
  }
}
