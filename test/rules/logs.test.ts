import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NetworkEvent } from '../../src/model/network.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { binaryFormat } from '../../src/scan/logs/recognise.ts';
import { binaryDecoder } from '../../src/wire/binary.ts';
import { Decoder } from '../../src/wire/decoder.ts';
import { jsonOf } from '../../src/wire/json.ts';
import { unwrap } from '../../src/wire/wrap.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const rules = compile(files);
/** Formats without a year are read as if they had been written then. */
const frame = { written: Date.UTC(2026, 10, 21), offset: 0 };
const every = (files.logs ?? []).flatMap((file) =>
  file.examples.map((example, index) => ({ id: file.id, index, file, example })),
);
const examples = every.filter(({ file }) => file.binary === undefined);

describe('a log format lives up to its own examples', () => {
  test.each(examples)('$id, example $index', ({ file, example }) => {
    const decoder = new Decoder(rules, { frame, format: null });
    const whole = file.document ? jsonOf(example.lines.trim()) : undefined;
    const decoded = whole
      ? decoder.document(whole)
      : example.lines.split('\n').map((line, index) => decoder.line(line, index + 1));
    const told = decoded.filter(({ kind }) => kind !== 'blank');
    const formats = new Set(told.map(({ format }) => format?.split('>').at(-1) ?? null));
    expect([...formats]).toEqual([file.id]);

    const events = decoded.flatMap((one) => one.events);
    expect(events.map((event, index) => partOf(event, example.events[index] ?? {}))).toEqual(example.events);
    const answers = decoded.flatMap((one) => one.answers.map(({ host, address }) => `${host} ${address}`));
    expect(answers).toEqual(example.answers);
  });
});

describe('a binary format lives up to its own examples', () => {
  test.each(every.filter(({ file }) => file.binary !== undefined))('$id, example $index', ({ file, example }) => {
    const bytes = Buffer.from(example.lines, 'base64');
    const format = binaryFormat(bytes);
    if (format === null) throw new Error('It is not recognised.');
    expect(format).toBe(file.binary);
    const events: NetworkEvent[] = [];
    const answers: string[] = [];
    const decoder = binaryDecoder(format, rules, {
      event: (event) => events.push(event),
      answer: ({ host, address }) => answers.push(`${host} ${address}`),
    });
    decoder.take(bytes);
    decoder.end();
    expect(decoder.fault).toBe(null);
    expect(events.map((event, index) => partOf(event, example.events[index] ?? {}))).toEqual(example.events);
    expect(answers).toEqual(example.answers);
  });
});

describe('a wrapper of lines lives up to its own examples', () => {
  test.each(files.wrappers ?? [])('$id', ({ id, examples: lines }) => {
    const own = compile({ ...files, logs: [], wrappers: (files.wrappers ?? []).filter((one) => one.id === id) });
    const [wrapper] = own.logs.wrappers;
    expect(wrapper?.id).toBe(id);
    for (const { line, message } of lines) expect(unwrap(line, own.logs)).toBe(message);
  });
});

/** The fields of an event that an example speaks of. */
function partOf(event: NetworkEvent, wanted: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known: Readonly<Record<string, unknown>> = {
    ...event,
    time: isoOf(event.time),
    last: isoOf(event.last ?? null),
  };
  return Object.fromEntries(Object.keys(wanted).map((name) => [name, known[name]]));
}

function isoOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
