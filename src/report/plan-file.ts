import { z } from 'zod';
import { RollcallError } from '../model/error.ts';
import type { Plan } from '../model/plan.ts';
import { forgeAt, isForgeTarget } from '../text/forge.ts';
import { quietJson } from './quiet.ts';

const text = z.string();
const count = z.number().int().nonnegative();
const maybe = text.nullable();

const repository = z.strictObject({
  id: text,
  name: text.regex(/^[\w.-]+\/[\w.-]+$/, 'is not OWNER/NAME'),
  number: count,
  ref: maybe,
  head: text.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'is not the id of a commit').nullable(),
  empty: z.boolean(),
  visibility: z.enum(['public', 'private', 'internal']),
  archived: z.boolean(),
  fork: z.boolean(),
  disabled: z.boolean(),
  language: maybe,
  topics: z.array(text),
  pushedAt: maybe,
  kilobytes: count,
  shard: z.number().int().positive(),
});

/** What `rollcall plan` writes. `schemaVersion` follows semver. */
export const PlanFile = z.strictObject({
  schemaVersion: z.literal('1.0.0'),
  server: text.describe('Where the repositories are, such as https://github.com.'),
  targets: z.array(text).min(1),
  shards: z.number().int().positive(),
  left: z.array(z.strictObject({ reason: text, count })).describe('Repositories that a filter left out.'),
  problems: z
    .array(z.strictObject({ place: text, file: text, message: text, incomplete: z.boolean() }))
    .describe('What could not be listed.'),
  repositories: z.array(repository),
});

/** A plan as a file: its keys stand in a fixed order, one repository a line. */
export function renderPlan({ forge, targets, shards, left, problems, repositories }: Plan): string {
  const head = {
    schemaVersion: '1.0.0',
    server: forge.web,
    targets,
    shards,
    left: left.map((one) => ({ reason: one.reason, count: one.count })),
    problems: problems.map(({ place, file, message, incomplete }) => ({ place, file, message, incomplete })),
  };
  const lines = repositories.map((one) => `    ${JSON.stringify(fields(one))}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `${quietJson(head).replace(/\n\}$/, '')},\n  "repositories": ${list}\n}\n`;
}

function fields(one: Plan['repositories'][number]): Plan['repositories'][number] {
  const { id, name, number, ref, head, empty, visibility, archived, fork, disabled } = one;
  const { language, topics, pushedAt, kilobytes, shard } = one;
  return {
    id,
    name,
    number,
    ref,
    head,
    empty,
    visibility,
    archived,
    fork,
    disabled,
    language,
    topics,
    pushedAt,
    kilobytes,
    shard,
  };
}

/** A plan, read back. What is none is a `RollcallError`. */
export function parsePlan(source: string, file: string): Plan {
  const { success, data, error } = PlanFile.safeParse(parsed(source, file));
  if (!success) throw unusable(file, z.prettifyError(error).slice(0, 2000), error);
  const { server, targets, shards, left, problems, repositories } = data;
  const strange = targets.find((target) => !isForgeTarget(target));
  if (strange !== undefined) throw unusable(file, 'Its targets are those of a server: github:OWNER.', null);
  const late = repositories.find(({ shard }) => shard > shards);
  if (late) throw unusable(file, `${late.id} is in shard ${late.shard}, and there are ${shards}.`, null);
  return {
    forge: forgeAt(server),
    targets,
    shards,
    left,
    problems: problems.map((one) => ({ kind: 'problem', reason: 'forge', ...one })),
    repositories,
  };
}

function parsed(source: string, file: string): unknown {
  try {
    return JSON.parse(source);
  } catch (cause) {
    throw unusable(file, 'Write one with: rollcall plan github:OWNER --shards 16 -o plan.json', cause);
  }
}

function unusable(file: string, hint: string, cause: unknown): RollcallError {
  return new RollcallError('target', `${file} is no plan of rollcall`, { hint, cause });
}
