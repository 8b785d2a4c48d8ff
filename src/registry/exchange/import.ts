import { stringify } from 'yaml';
import { RollcallError } from '../../model/error.ts';
import type { ImportFormat } from '../../model/exchange.ts';
import type { Registry } from '../../model/registry.ts';
import { Lines } from '../../text/position.ts';
import { explain } from '../explain.ts';
import type { RegistrySource } from '../parse.ts';
import { written } from '../render.ts';
import { RegistryFile } from '../schema.ts';
import type { Stub } from '../stub.ts';
import { type Fault, readDocuments } from '../yaml.ts';
import type { Draft, Facts, Given, Importer, Reading } from './draft.ts';
import { byCertainty, loadImporter } from './imports/index.ts';
import { sourceOf } from './place.ts';
import { Taken } from './unique.ts';

/** How files of other catalogues are read. */
export interface ImportOptions {
  /** What the files are; `null`: that is seen in them. */
  readonly from: ImportFormat | null;
  /** A place for the records that name no repository. */
  readonly place: { readonly repo: string; readonly path: string | null } | null;
  /** The entries that are there already. */
  readonly registry: Registry;
}

/** Something that is to be said of a record, with its place. */
export interface Remark {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The entry that it is about, `null` where none came of it. */
  readonly id: string | null;
  readonly message: string;
}

/** Fields of a record that went in without them. */
export interface Left extends Omit<Remark, 'message'> {
  readonly fields: readonly string[];
}

/** What comes of an import. */
export interface Imported {
  /** Pending entries, in the order of their records. */
  readonly stubs: readonly Stub[];
  /** What of a record has no place in its entry. */
  readonly left: readonly Left[];
  /** Records of which no entry is made: they are of no agent, or known already. */
  readonly passed: readonly Remark[];
  /** Records that cannot be an entry as they stand. */
  readonly refused: readonly Remark[];
}

/** Reads agents out of files of other catalogues, as entries that wait for approval, whatever the source says of that. */
export async function importAgents(files: readonly RegistrySource[], options: ImportOptions): Promise<Imported> {
  const taken = new Taken(options.registry);
  const results: Imported[] = [];
  const mistakes: string[] = [];
  for (const file of files) {
    const reading = await readFile(file, options.from);
    const lines = new Lines(file.text);
    const at = (offset: number) => ({ file: file.file, ...lines.at(offset) });
    if (reading.faults.length > 0) mistakes.push(...reading.faults.map((fault) => located(fault, at)));
    else results.push(admit(reading, { ...options, taken, at }));
  }
  if (mistakes.length > 0)
    throw new RollcallError('registry', mistakes.join('\n'), {
      hint: 'Nothing was imported. Mend the file, or export it anew.',
    });

  return {
    stubs: results.flatMap(({ stubs }) => stubs),
    left: results.flatMap(({ left }) => left),
    passed: results.flatMap(({ passed }) => passed),
    refused: results.flatMap(({ refused }) => refused),
  };
}

/** Entries as a registry file of their own. */
export function registryText(stubs: readonly Stub[]): string {
  return stringify({ apiVersion: 'rollcall/v1', agents: stubs.map(written) }, { lineWidth: 120 });
}

async function readFile({ file, text }: RegistrySource, from: ImportFormat | null): Promise<Reading> {
  const { trees, faults } = readDocuments(text);
  const given: Given = { text, documents: trees, faults };
  const format = from ?? (await recognised(given));
  if (format !== 'csv' && faults.length > 0) return { drafts: [], passed: [], faults };
  if (format === null)
    throw new RollcallError('registry', `${file}: what kind of catalogue this is cannot be seen in it`, {
      hint: `Say what it is: --from ${byCertainty.toSorted().join('|')}`,
    });
  return (await loadImporter(format)).read(given);
}

async function recognised(given: Given): Promise<ImportFormat | null> {
  for (const format of byCertainty) {
    const importer: Importer = await loadImporter(format);
    if (importer.recognises(given)) return format;
  }
  return null;
}

type At = (offset: number) => { readonly file: string; readonly line: number; readonly column: number };

interface Admission extends ImportOptions {
  readonly taken: Taken;
  readonly at: At;
}

function admit({ drafts, passed }: Reading, { place, taken, at }: Admission): Imported {
  const result = {
    stubs: [] as Stub[],
    left: [] as Left[],
    passed: passed.map(({ offset, message }): Remark => ({ ...at(offset), id: null, message })),
    refused: [] as Remark[],
  };
  for (const draft of drafts) {
    const { stub, known } = stubOf(draft, place, taken);
    const here = { ...at(draft.offset), id: stub.id };
    const message = known ? null : refusal(stub, draft, taken);
    if (known) result.passed.push({ ...here, message: 'is there already, and lives in the same places' });
    else if (message !== null) result.refused.push({ ...here, message });
    else {
      taken.add(stub);
      result.stubs.push(stub);
      if (draft.left.length > 0) result.left.push({ ...here, fields: draft.left });
    }
  }
  return result;
}

function stubOf(draft: Draft, place: ImportOptions['place'], taken: Taken): { stub: Stub; known: boolean } {
  const { name, purpose, owner, identities, scope, credentials } = draft;
  const match = placed(draft.match, place);
  const { id, known } = taken.idFor({ ...draft, match });
  const stub: Stub = {
    id,
    name: name ?? '',
    purpose: purpose?.replaceAll(/\r\n?/g, '\n') ?? null,
    status: 'pending',
    owner,
    match,
    identities: [...new Set(identities)],
    scope,
    credentials,
    approval: null,
    exceptions: [],
  };
  return { stub, known };
}

/** A record that names a repository lives there; another lives where the person says. */
function placed(match: Facts['match'], place: ImportOptions['place']): Facts['match'] {
  if (place === null || match.repos.length > 0) return match;
  return { ...match, repos: [{ repo: place.repo, paths: place.path === null ? [] : [place.path] }] };
}

/** Why an entry cannot stand in a registry, `null` where it can. */
function refusal(stub: Stub, draft: Draft, taken: Taken): string | null {
  if (draft.name === null) return 'has no name; give it one';

  const places = [...Object.values(stub.match).flat(), ...stub.identities];
  if (places.length === 0)
    return 'names no place where the agent could be found (no repository, image, host or identity); say where it lives: --repo github.com/acme/shop --path services/triage';

  const rival = taken.rival(stub);
  if (rival)
    return `would live in ${rival.place}, which is the place of ${rival.id}; import it by itself, with a --path of its own`;

  const value = { apiVersion: 'rollcall/v1', agents: [written(stub)] };
  const result = RegistryFile.safeParse(value);
  if (result.success) return null;

  const start = () => draft.offset;
  const faults = explain(result.error, RegistryFile, { value, offset: start, keyOffset: start });
  return faults.map(({ message }) => message.replace('agents[0].', '')).join('; ');
}

function located({ offset, message }: Fault, at: At): string {
  const { file, line, column } = at(offset);
  return `${file}:${line}:${column}: ${message}`;
}

/** A repository as a person names it on a command line: as it stands, or by its address. */
export function namedPlace(repo: string, path: string | null): NonNullable<ImportOptions['place']> {
  const place = repo.includes('://') ? sourceOf(repo) : null;
  const [folder] = place?.paths ?? [];
  return { repo: place?.repo ?? repo, path: path ?? folder ?? null };
}
