import type { NetworkEvent, Resolved } from '../model/network.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { CallerFile, LogFile, WrapperFile } from '../ruleset/log-schema.ts';
import { binaryDecoder } from '../wire/binary.ts';
import { Decoder } from '../wire/decoder.ts';
import { jsonOf } from '../wire/json.ts';
import { isoTime } from '../wire/time.ts';
import { unwrap } from '../wire/wrap.ts';
import { binaryFormat } from './logs/recognise.ts';
import type { Broken } from './prove.ts';
import { slowPatterns } from './prove-patterns.ts';

/** Formats that name no year are read as if they had been written then. */
const frame = { written: Date.UTC(2026, 10, 21), offset: 0 };

/** Holds a log format against its own examples: recognised among all others, every event and answer, nothing else, and no pattern that takes long. */
export function proveLog(file: LogFile, rules: RuleSet, clock: () => number): readonly Broken[] {
  const told = file.examples.flatMap((example, index) => {
    const message = file.binary === undefined ? judge(example, file, rules) : judgeBytes(example, file.binary, rules);
    return message === '' ? [] : [{ rule: file.id, example: `example ${index + 1}`, message }];
  });
  const format = rules.logs.formats.find(({ id }) => id === file.id);
  const lines = file.examples.flatMap((example) => example.lines.split('\n'));
  return [...told, ...(format ? slowPatterns(file.id, format, lines, clock) : [])];
}

type LogExample = LogFile['examples'][number];

/** '' where lines are understood as an example says. */
function judge(example: LogExample, { id, document }: LogFile, rules: RuleSet): string {
  const decoder = new Decoder(rules, { frame, format: null });
  const whole = document ? jsonOf(example.lines.trim()) : undefined;
  const decoded = whole
    ? decoder.document(whole)
    : example.lines.split('\n').map((line, index) => decoder.line(line, index + 1));
  for (const [index, { kind, format }] of decoded.entries()) {
    if (kind === 'blank' || (format ?? '').split('>').at(-1) === id) continue;
    return `${whole ? 'record' : 'line'} ${index + 1} is ${format === null ? 'of no format' : `taken for ${format}`}`;
  }
  const events = decoded.flatMap((one) => one.events);
  const answers = decoded.flatMap((one) => one.answers);
  return compared(example, events, answers);
}

/** The same of a log that is no text. */
function judgeBytes(
  { lines, ...expected }: LogExample,
  binary: NonNullable<LogFile['binary']>,
  rules: RuleSet,
): string {
  const bytes = Buffer.from(lines, 'base64');
  const format = binaryFormat(bytes);
  if (format !== binary) return `is ${format === null ? 'of no format' : `taken for ${format}`}`;
  const [events, answers]: [NetworkEvent[], Resolved[]] = [[], []];
  const decoder = binaryDecoder(binary, rules, {
    event: (event) => events.push(event),
    answer: (answer) => answers.push(answer),
  });
  decoder.take(bytes);
  decoder.end();
  return decoder.fault ?? compared(expected, events, answers);
}

function compared(
  expected: Omit<LogExample, 'lines'>,
  events: readonly NetworkEvent[],
  answers: readonly Resolved[],
): string {
  const seen = events.map((event, index) => partOf(event, expected.events[index] ?? { host: null }));
  if (JSON.stringify(seen) !== JSON.stringify(expected.events)) return differing(expected.events, seen);
  const told = answers.map(({ host, address }) => `${host} ${address}`);
  return JSON.stringify(told) === JSON.stringify(expected.answers) ? '' : differing(expected.answers, told);
}

/** Told of the first that differs: an example may hold many. */
function differing(expected: readonly unknown[], seen: readonly unknown[]): string {
  const [wanted, got] = [expected, seen].map((list) => list.map((one) => JSON.stringify(one)));
  const length = Math.max(expected.length, seen.length);
  const index = Array.from({ length }, (_, at) => at).find((at) => wanted?.[at] !== got?.[at]) ?? 0;
  return `expected ${wanted?.[index] ?? 'no more'}; seen: ${got?.[index] ?? 'no more'}`;
}

/** The fields of an event that an example speaks of. */
function partOf(event: NetworkEvent, wanted: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known: Readonly<Record<string, unknown>> = {
    ...event,
    time: isoTime(event.time),
    last: isoTime(event.last ?? null),
  };
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, known[name]]));
}

/** Holds a wrapper of lines against its own examples: what is taken out of each line, and no pattern that takes long. */
export function proveWrapper({ id, examples }: WrapperFile, rules: RuleSet, clock: () => number): readonly Broken[] {
  const wrappers = rules.logs.wrappers.filter((one) => one.id === id);
  const told = examples.flatMap(({ line, message }, index) => {
    const seen = unwrap(line, { ...rules.logs, wrappers });
    if (seen === message) return [];
    const said = `expected ${JSON.stringify(message)}; seen: ${JSON.stringify(seen)}`;
    return [{ rule: id, example: `example ${index + 1}`, message: said }];
  });
  const lines = examples.map(({ line }) => line);
  return [...told, ...wrappers.flatMap((wrapper) => slowPatterns(id, wrapper, lines, clock))];
}

/** Holds what paths and user agents tell against the examples of each. */
export function proveCallers({ apis, callers }: CallerFile, rules: RuleSet, clock: () => number): readonly Broken[] {
  const known = rules.logs;
  const apiOf = (path: string): string | null =>
    known.apis.find((rule) => rule.path.test(path.replace(/[?#].*$/s, '')))?.api ?? null;
  const callerOf = (text: string): string | null => nameOf(known.callers.find(({ pattern }) => pattern.test(text)));
  const names = new Set(callers.map(nameOf));
  const patterns = known.callers.filter((one) => names.has(nameOf(one)));
  return [
    ...apis.flatMap((one) => taken(one.api, one, apiOf)),
    ...callers.flatMap((one) => {
      const own = known.callers.filter((other) => nameOf(other) === nameOf(one));
      const told = taken(nameOf(one) ?? '', { ...one, ignore: [] }, callerOf);
      const ignored = one.ignore.filter((text) => own.some(({ pattern }) => pattern.test(text)));
      return [...told, ...ignored.map((text) => brokenBy(nameOf(one) ?? '', text, 'matches and must not'))];
    }),
    ...slowPatterns('callers', patterns, [], clock),
  ];
}

function nameOf(caller: { readonly kind: string; readonly name: string } | undefined): string | null {
  return caller ? `${caller.kind} ${caller.name}` : null;
}

/** Every example must be taken for it, and nothing that it ignores. */
function taken(
  what: string,
  { examples, ignore }: { readonly examples: readonly string[]; readonly ignore: readonly string[] },
  whatIs: (text: string) => string | null,
): readonly Broken[] {
  const missed = examples.filter((text) => whatIs(text) !== what);
  const wrong = ignore.filter((text) => whatIs(text) === what);
  return [
    ...missed.map((text) => brokenBy(what, text, `is taken for ${whatIs(text) ?? 'nothing'}`)),
    ...wrong.map((text) => brokenBy(what, text, 'matches and must not')),
  ];
}

function brokenBy(what: string, text: string, message: string): Broken {
  return { rule: 'callers', example: `${what}: ${text}`, message };
}
