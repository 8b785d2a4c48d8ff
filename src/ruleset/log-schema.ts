import { z } from 'zod';
import { bases, numberFields, partFields, textFields } from '../model/network.ts';
import { id } from './id.ts';
import { pattern } from './pattern.ts';

/**
 * `client_ip`, or a part of a value: `{ from: msg, match: 'from (\S+):' }`; `and` joins a second one behind a blank, or `by`; `percent` for `%20`.
 * A name in braces stands for a value of the record: `processes.{processID}.serviceName`.
 */
export const selector = z.union([
  z.string().min(1),
  z.strictObject({
    from: z.string().min(1),
    match: pattern.optional(),
    and: z.string().min(1).optional(),
    by: z.string().default(' '),
    lower: z.boolean().default(false),
    percent: z.boolean().default(false),
  }),
]);
const selectors = z.union([selector, z.array(selector).min(1)]);
const fields = z.partialRecord(z.enum([...textFields, ...numberFields, ...partFields]), selectors);

export const condition = z.strictObject({
  /** Of a list, the first that is there counts. */
  from: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  is: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  match: pattern.optional(),
  not: z.boolean().default(false),
});
const conditions = z.union([condition, z.array(condition).min(1)]);

const record = z.strictObject({
  /** All must hold; without any, every record is of this kind. */
  when: conditions.optional(),
  /** How it is known where something went; without it the record tells of no call. */
  basis: z.enum(bases).optional(),
  /** A provider that the record itself tells of. */
  provider: id.optional(),
  /** Added to, or taken in place of, those of the format. */
  fields: fields.default({}),
  /** Refused, or failed, where one of these holds; in place of those of the format. */
  denied: conditions.optional(),
  /** Where the addresses of an answer stand: the host is the name that was asked for. */
  answers: selectors.optional(),
  /** True where the next record of the same caller and host tells of the same call. */
  draft: z.boolean().default(false),
  /** True where a record of a kind above tells of the same call: it counts where the log has none of those. */
  repeats: z.boolean().default(false),
  /** True where it says that the name stands for another one: the addresses told right behind it are its own too. */
  alias: z.boolean().default(false),
  /** What stands first in a date of figures alone. */
  dates: z.enum(['month', 'day']).default('month'),
  names: z.enum(['plain', 'labels']).default('plain'),
  encoding: z.enum(['plain', 'percent']).default('plain'),
});

const patterns = z.union([pattern, z.array(pattern).min(1)]);
const names = z.array(z.string().min(1)).min(1);

const shapes = {
  /** Patterns of a line with named groups, tried in order. */
  text: patterns.optional(),
  /** JSON objects that have these keys: of each inner list one. `is` tells by values. */
  json: z
    .strictObject({
      keys: z.array(z.union([z.string().min(1), names])).min(1),
      is: conditions.optional(),
      loose: z.boolean().default(false),
    })
    .optional(),
  /** Columns that a header line names: the group `columns`, or else the first, of `header`. Its group `separator` overrides. */
  table: z
    .strictObject({
      header: pattern,
      separator: z.enum(['tab', 'comma', 'blank']),
      /** Columns that the header must name; of a list one. */
      columns: z.array(z.union([z.string().min(1), names])).default([]),
      /** Lines about all that follow: `#path ssl` is found under `#path`. */
      notes: pattern.optional(),
      loose: z.boolean().default(false),
    })
    .optional(),
  /** Comma-separated values without a header, in the order of `columns`; `-` for one that nobody reads. */
  csv: z
    .strictObject({ line: pattern, separator: z.enum(['comma', 'tab', 'semicolon']).default('comma'), columns: names })
    .optional(),
  /** `key=value` and `key="value"`; `none` where values hold blanks and each goes on up to the next key. */
  pairs: z
    .strictObject({
      line: pattern,
      separator: z.enum(['blank', 'tab', 'none']).default('blank'),
      loose: z.boolean().default(false),
    })
    .optional(),
  binary: z.enum(['pcap', 'mitmproxy']).optional(),
};

/** What an example's lines must be understood as: every event, with the fields that matter. */
const event = z.strictObject({
  line: z.int().positive().optional(),
  record: z.int().min(0).optional(),
  time: z.string().nullable().optional(),
  last: z.string().optional(),
  source: z.string().nullable().optional(),
  host: z.string().nullable().optional(),
  port: z.int().optional(),
  provider: z.string().nullable().optional(),
  basis: z.enum(bases).optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  api: z.string().optional(),
  userAgent: z.string().optional(),
  address: z.string().optional(),
  denied: z.boolean().optional(),
  draft: z.boolean().optional(),
  ...Object.fromEntries(textFields.map((name) => [name, z.string().optional()])),
  ...Object.fromEntries(numberFields.map((name) => [name, z.number().optional()])),
});

const example = z.strictObject({
  /** As in a file; for a binary format base64. */
  lines: z.string().min(1),
  events: z.array(event).default([]),
  /** Names and addresses that its answers tell: `api.openai.com 192.0.2.7`. */
  answers: z.array(z.string()).default([]),
});

/** `rules/logs/<id>.yaml`: a layout that logs are written in. */
export const LogFile = z
  .strictObject({
    id,
    name: z.string().min(1),
    docs: z.url(),
    ...shapes,
    /** Lists whose items are the records, dotted; `flows.flows.flowTuples` goes through all of them. */
    each: z.union([z.string(), names]).optional(),
    /** Fields that all kinds of records share. */
    fields: fields.default({}),
    /** Refused, or failed, where one of these holds, whatever the action says. */
    denied: conditions.optional(),
    records: z.array(record).min(1).default([]),
    /** Lines that are no records and known: comments, notes of the program itself. */
    skip: patterns.optional(),
    /** True where only the general names of fields tell it. */
    general: z.boolean().default(false),
    /** True where a file may be one JSON document over many lines. */
    document: z.boolean().default(false),
    /** True where a file always is one document, so that lines say nothing, even where it stands on one. */
    whole: z.boolean().default(false),
    /** Words that stand in a line that matters and names no host of a provider. */
    words: z.array(z.string().min(4)).default([]),
    /** Programs that write it, as syslog and the journal name them; those that bear the first word of the id need no mention. */
    programs: z.array(z.string().min(2)).default([]),
    examples: z.array(example).min(1),
  })
  .refine(
    (file) =>
      Object.keys(shapes).filter((name) => name in file && file[name as keyof typeof file] !== undefined).length === 1,
    {
      message: `exactly one of ${Object.keys(shapes).join(', ')} says how a line is cut`,
    },
  );
export type LogFile = z.infer<typeof LogFile>;

/** `rules/logs/wrappers/<id>.yaml`: what other programs put around a line. */
export const WrapperFile = z.strictObject({
  id,
  name: z.string().min(1),
  docs: z.url(),
  text: patterns.optional(),
  json: shapes.json,
  /** Lists of which each item wraps a line: `logEvents`. */
  each: z.union([z.string(), names]).optional(),
  /**
   * Groups or keys that hold the line itself, the first that is there: a text, its bytes, or the object that would stand in
   * it; without any, the item of a list is that.
   */
  message: z.union([z.string(), names]).default(''),
  /** Holds where the rest of the line stands in the next one. */
  partial: condition.optional(),
  /** `program` is what wrote the line: where no format knows it, its lines are none of ours. */
  fields: z.partialRecord(z.enum(['time', 'program', ...textFields]), selectors).default({}),
  examples: z.array(z.strictObject({ line: z.string().min(1), message: z.string() })).min(1),
});
export type WrapperFile = z.infer<typeof WrapperFile>;

/** `rules/logs/callers.yaml`: what a path and a user agent tell, whoever wrote the log. */
export const CallerFile = z.strictObject({
  apis: z.array(z.strictObject({ api: id, paths: names, examples: names, ignore: z.array(z.string()).default([]) })),
  callers: z.array(
    z.strictObject({
      kind: z.enum(['sdk', 'framework', 'gateway', 'assistant', 'browser', 'client', 'probe']),
      name: z.string().min(1),
      pattern,
      docs: z.url().optional(),
      examples: names,
      ignore: z.array(z.string()).default([]),
    }),
  ),
});
export type CallerFile = z.infer<typeof CallerFile>;
