import { resolve } from 'node:path';
import {
  defaultPlaces,
  type Entry,
  type ExportFormat,
  type Imported,
  type ImportFormat,
  loadExchange,
  nearest,
  quote,
  type Registry,
  type Remark,
  RollcallError,
  type SpecVersion,
  type Stub,
  visible,
} from '../../index.ts';
import { clocksOf } from '../clocks.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print, save } from '../output.ts';
import { readGiven } from '../read.ts';
import { registryAt } from '../registry-at.ts';
import { draftsWith, nextAfter } from '../registry-new.ts';
import { findPlace, type RegistryPlace } from '../registry-place.ts';
import { writeAll } from '../registry-write.ts';
import { version } from '../version.ts';

interface ImportFlags {
  readonly from?: ImportFormat;
  readonly repo?: string;
  readonly path?: string;
  readonly registry?: string;
  readonly dryRun?: boolean;
}

/**
 * `rollcall registry import`: agents of other catalogues as pending entries. What of a record has no place in an entry is
 * named; a record that cannot be an entry is named with what it lacks, and the others go in.
 */
export async function importRegistry(io: Io, paths: readonly string[], flags: ImportFlags): Promise<ExitCode> {
  const { importAgents, namedPlace } = await loadExchange();
  if (flags.path !== undefined && flags.repo === undefined)
    throw new RollcallError('usage', '--path is a folder of a repository', {
      hint: 'Say of which: --repo github.com/acme/shop',
    });

  const place = flags.dryRun ? null : await placeOf(flags, io);
  const files = [];
  for (const file of paths) files.push({ file, text: await readGiven(file, 'registry', io) });
  const imported = await importAgents(files, {
    from: flags.from ?? null,
    place: flags.repo === undefined ? null : namedPlace(flags.repo, flags.path ?? null),
    registry: place?.registry ?? (await registryAt(io, flags.registry)),
  });
  refuseEmpty(imported, paths);

  await note(io, told(imported));
  if (imported.stubs.length > 0) {
    if (place) await appendStubs(io, place, imported.stubs);
    else await show(io, imported.stubs);
  }
  return imported.refused.length > 0 ? 3 : 0;
}

/** Puts entries into the registry, which is made where there is none. */
async function appendStubs(io: Io, place: RegistryPlace, stubs: readonly Stub[]): Promise<void> {
  const drafts = await draftsWith(stubs, place, io);
  await writeAll(drafts);
  const where = drafts.length === 1 ? drafts.map(({ file }) => file).join('') : `${drafts.length} files`;
  const ids = stubs.map(({ id }) => id);
  await note(io, [`wrote ${where}: ${ids.length} pending ${ids.length === 1 ? 'entry' : 'entries'}`, nextAfter(ids)]);
}

/** Only a registry on this disk is written; what would come of another is shown with --dry-run. */
async function placeOf({ registry }: ImportFlags, io: Io): Promise<RegistryPlace> {
  return await findPlace(['.'], registry === undefined ? {} : { registry }, io);
}

async function show(io: Io, stubs: readonly Stub[]): Promise<void> {
  const { registryText } = await loadExchange();
  await print(io.stdout, registryText(stubs));
}

function refuseEmpty({ stubs, passed, refused }: Imported, files: readonly string[]): void {
  if (stubs.length + passed.length > 0) return;
  if (refused.length > 0)
    throw new RollcallError('registry', refused.map((remark) => visible(sentence(remark))).join('\n'));
  throw new RollcallError('registry', `${files.join(', ')}: no agent is written there`);
}

/** What a person has to know of an import, a line each. */
function told({ stubs, left, passed, refused }: Imported): readonly string[] {
  const ids = stubs.map(({ id }) => id).join(', ');
  const total = `${stubs.length} ${stubs.length === 1 ? 'entry' : 'entries'}${stubs.length > 0 ? `, pending: ${ids}` : ''}`;
  const refusals = refused.map((remark) => `refused: ${sentence(remark)}`);
  const losses = left.map(({ fields, ...record }) => ({ ...record, message: `not kept: ${fields.join(', ')}` }));
  return [...grouped(losses), ...grouped(passed), ...refusals, total].map(visible);
}

/** Where the same is to be said of several records of a file, it is said in one line. */
function grouped(remarks: readonly Remark[]): string[] {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const key = JSON.stringify([remark.file, remark.message]);
    groups.set(key, [...(groups.get(key) ?? []), remark]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [group.length === 1 ? sentence(first) : `${first.file}: ${group.length} records: ${first.message}`];
  });
}

function sentence({ file, line, column, id, message }: Remark): string {
  return `${file}:${line}:${column}: ${id === null ? '' : `${id} `}${message}`;
}

interface ExportFlags {
  readonly to: ExportFormat;
  readonly specVersion: SpecVersion;
  readonly registry?: string;
  readonly output?: string;
  readonly id?: string;
}

/** `rollcall registry export`: the registry, or one entry of it, as another catalogue has it. */
export async function exportRegistry(io: Io, flags: ExportFlags): Promise<ExitCode> {
  const { loadExporter } = await loadExchange();
  const registry = await registryAt(io, flags.registry);
  if (registry.digest === null)
    throw new RollcallError('registry', `there is no registry at ${registry.origin ?? defaultPlaces.join(' or ')}`, {
      hint: 'Name one: --registry PATH',
    });

  const chosen = flags.id === undefined ? registry : { ...registry, entries: [entryOf(registry, flags.id)] };
  const exporter = await loadExporter(flags.to);
  const timestamp = clocksOf(false, io).startedAt ?? null;
  const text = exporter.render(chosen, { version: version(), spec: flags.specVersion, timestamp });
  const { output = '-' } = flags;
  await (output === '-' ? print(io.stdout, text) : save(resolve(io.cwd(), output), text));
  await note(io, exporter.notes(chosen).map(visible));
  return 0;
}

function entryOf({ entries, origin }: Registry, id: string): Entry {
  const found = entries.find((entry) => entry.id === id);
  if (found) return found;

  const ids = entries.map((entry) => entry.id);
  const meant = nearest(id, ids);
  throw new RollcallError('registry', `${origin} has no entry ${quote(id)}`, {
    hint: meant ? `Did you mean ${meant}?` : `It has: ${ids.join(', ')}`,
  });
}
