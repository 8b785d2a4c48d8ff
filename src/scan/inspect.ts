import { detectors, mention, use } from '../detectors/index.ts';
import { key, keysOf } from '../detectors/key.ts';
import type { Blob } from '../model/blob.ts';
import type { Document, Inspection } from '../model/document.ts';
import type { Context, Evidence } from '../model/evidence.ts';
import type { Fact, Reading, Ref } from '../model/fact.ts';
import { headOf } from '../model/module.ts';
import type { Problem } from '../model/problem.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { kindOf, sealedAs } from '../sources/archive/kind.ts';
import { readBytes } from '../sources/open.ts';
import { looksBinary, textOf } from '../text/decode.ts';
import { search } from '../text/search.ts';
import { contextOf } from './context.ts';
import { looseFacts } from './loose.ts';
import { marks } from './marks.ts';
import { readerFor } from './reader.ts';
import { redact } from './redact.ts';
import { suppressions } from './suppression.ts';
import { unreadTraffic } from './traffic.ts';

/** What inspection needs to know besides the blob. Plain data: it is sent to worker threads once. */
export interface InspectOptions {
  readonly salt: string;
  /** Files over this many bytes are read up to here, and said to be too large. */
  readonly maxBytes: number;
  /** Matches paths that are inspected whatever stands in them: manifests, assistant configuration. */
  readonly always: RegExp;
  /**
   * Folder and name of Python modules that go by the name of a known package: `app|agents` for all files below a folder
   * that is no package itself, `own:app|agents` for the files beside it; `app|agents|Agent` for a name that it defines.
   */
  readonly shadows: ReadonlySet<string>;
  /** In shared memory: counts what is looked at, files and members of archives. */
  readonly begun?: Int32Array;
  /** True where nothing that the tree says of itself takes a file out of the census: no comment that it was generated. */
  readonly distrusted?: boolean;
  /** True where something was seen to call a model: manifests that run workloads are inspected, though they name none. */
  readonly isRunning?: boolean;
  /** True for files that production loads: the folder that they stand in says nothing of them. */
  readonly isLoaded?: boolean;
  /** True where keys alone are looked for: no reader runs. */
  readonly keysOnly?: boolean;
}

/** What became of one blob. `inspection` is null where no keyword was found: the file holds nothing of interest. */
export interface Inspected {
  readonly bytes: number;
  readonly inspection: Inspection | null;
  readonly problem: Problem | null;
  /** What it holds, where it is an archive; `inspection` is then of what else stands in it. */
  readonly inside: Inside | null;
}

/** What was found in an archive: an inspection for each of its files that is of interest, and what was not read. */
export interface Inside {
  readonly inspections: readonly Inspection[];
  readonly problems: readonly Problem[];
}

/** A file that is looked at: a blob, or a member of one that is an archive. */
export interface Piece {
  readonly place: string;
  /** Its path, which tells what kind of file it is. */
  readonly name: string;
  readonly isMember: boolean;
  /** Keywords that stand in the text that it is a piece of. */
  readonly hits?: readonly number[] | undefined;
}

/** Reads one blob: bytes, keywords, and only where a keyword says so text, facts and evidence. */
export async function inspect(blob: Blob, rules: RuleSet, options: InspectOptions): Promise<Inspected> {
  const { bytes, problem } = readBytes(blob, options.maxBytes);
  if (!bytes) return { bytes: 0, inspection: null, problem, inside: null };
  const { place, origin } = blob;
  const how = blob.isLog ? { ...options, keysOnly: true } : options;
  const look = (piece: Piece, part: Buffer): Promise<Inspection | null> => inspectPiece(piece, part, rules, how);
  if (kindOf(bytes) !== null) {
    const { unpacked } = await import('./unpacked.ts');
    return { bytes: bytes.length, problem, ...(await unpacked(blob, bytes, options.maxBytes, look)) };
  }
  const piece = { place, name: origin.path, isMember: false, hits: blob.hits };
  const inspection = await look(piece, bytes);
  return { bytes: bytes.length, inspection, problem: problem ?? unopened(blob, bytes), inside: null };
}

/** What is packed in another way than those that are opened here was not read, whatever was found in its bytes. */
function unopened({ place, origin }: Blob, bytes: Buffer): Problem | null {
  const kind = sealedAs(bytes);
  if (kind === null) return null;
  const message = `It is ${kind}, which is not opened here: what is in it was not read.`;
  return { kind: 'problem', place, file: origin.path, reason: 'undecodable', message, incomplete: true };
}

async function inspectPiece(
  piece: Piece,
  bytes: Buffer,
  rules: RuleSet,
  options: InspectOptions,
): Promise<Inspection | null> {
  if (options.begun) Atomics.add(options.begun, 0, 1);
  const hits = new Set<number>(piece.hits);
  const isTold = search(rules.keywords, bytes, hits) || hits.size > 0;
  const isWanted = isAlways(piece, bytes, options);
  return isTold || isWanted ? understand(piece, bytes, { hits, isWanted }, rules, options) : null;
}

/** In an archive nothing is read for its name: it says something of a tree that is not there. */
function isAlways({ name, isMember }: Piece, bytes: Buffer, { always, isRunning }: InspectOptions): boolean {
  return !isMember && (always.test(name) || (isRunning === true && runsWorkloads(name, bytes)));
}

/** Whether it is a manifest of Kubernetes that says what runs there, and under which account. */
function runsWorkloads(name: string, bytes: Buffer): boolean {
  const isManifest = /\.ya?ml$/i.test(name) && bytes.includes('apiVersion:') && bytes.includes('kind:');
  return isManifest && (bytes.includes('containers:') || bytes.includes('ServiceAccount'));
}

async function understand(
  piece: Piece,
  bytes: Uint8Array,
  { hits, isWanted }: { readonly hits: ReadonlySet<number>; readonly isWanted: boolean },
  rules: RuleSet,
  options: InspectOptions,
): Promise<Inspection> {
  const text = textOf(bytes);
  const { place, name: file, isMember } = piece;
  const context = isMember ? 'archived' : options.isLoaded ? 'production' : contextOf(file, text, !options.distrusted);
  const isKeyOnly = (id: number): boolean => rules.keywords.keyOnly[id] === 1;
  const keysOnly = options.keysOnly || (!isWanted && [...hits].every(isKeyOnly));
  const reading = keysOnly ? nothing : await read(file, text, bytes, context);
  const isPython = reading.language === 'python' && !isMember;
  const locals = isPython ? localModules(file, reading, options.shadows) : new Set<string>();
  const document: Document = { ...reading, place, file, text, context, hits, salt: options.salt, locals };
  // What stands in other languages is code like any other; all else of the file was looked at once.
  const others = (reading.others ?? []).map((other): Document => ({ ...document, ...other }));
  const evidence = [
    ...(options.keysOnly ? [key] : detectors).flatMap((detect) => [...detect(document, rules)]),
    ...others.flatMap((other) => [...use(other, rules), ...mention(other, rules)]),
  ];
  const isList = isCatalogue(context, evidence);
  const settled = isList ? evidence.map(asCatalogue) : evidence;
  const own = isMember ? unsaid : suppressions(document, rules.checks.keys());
  const foreign = isMember ? [] : marks(document);
  const traffic = keysOnly ? [] : unreadTraffic(document, rules);
  const inspection: Inspection = {
    place,
    file,
    context: isList ? 'catalogue' : (settled[0]?.context ?? context),
    bytes: bytes.length,
    evidence: settled,
    ...(context === 'test' || isMember ? alone : linked(document, rules)),
    manifest: reading.manifest,
    ...(reading.renamed ? { renamed: reading.renamed } : {}),
    entry: reading.entry,
    language: reading.language ?? null,
    package: reading.package ?? null,
    locals: [...locals],
    suppressions: own.suppressions,
    ...(foreign.length > 0 ? { marks: foreign } : {}),
    placeholders: keysOf(document, rules).placeholders,
    problems: [...own.problems, ...troubles(piece, reading), ...traffic],
  };
  redact(inspection, document, rules);
  return inspection;
}

/** What ties a file to others. */
function linked(document: Document, rules: RuleSet): Pick<Inspection, 'loose' | 'exports' | 'leads' | 'imports'> {
  const { facts, exports, leads } = document;
  return {
    loose: looseFacts(document, rules),
    exports,
    leads: leads ?? null,
    imports: facts.flatMap((fact) => (fact.kind === 'import' ? [{ module: fact.module, path: fact.symbol }] : [])),
  };
}

/** A test leads nowhere that counts, and calls more than any other file; what is in an archive leads nowhere at all. */
const alone = { loose: [], exports: [], leads: [], imports: [] };

/** A comment in an archive was seen by nobody who reviewed it: it silences nothing. */
const unsaid = { suppressions: [], problems: [] };

/** A file of which only the keys matter. */
const nothing: Reading = { facts: [], exports: [], manifest: null, entry: false, trouble: '' };

/** What others wrote, or a tool, makes no agent: it is read word by word, which costs a tenth of parsing it. */
const skimmed: ReadonlySet<Context> = new Set(['vendored', 'generated', 'archived']);

async function read(file: string, text: string, bytes: Uint8Array, context: Context): Promise<Reading> {
  const reader = await readerFor(file, text, { skim: skimmed.has(context) });
  return reader.id === 'plain' && looksBinary(bytes) ? nothing : reader.read(text, file);
}

/** A file that lists the hosts of many providers and calls none of them is a price table or a pattern list. */
function isCatalogue(context: Context, evidence: readonly Evidence[]): boolean {
  if (context !== 'production' && context !== 'example') return false;
  if (evidence.some(({ kind, weight }) => weight === 'use' && kind !== 'request')) return false;
  const providers = new Set(
    evidence.flatMap((one) => (one.kind === 'endpoint' || one.kind === 'variable' ? [one.provider] : [])),
  );
  return providers.size >= 6 && !evidence.some(({ kind }) => kind === 'request');
}

/** What an environment file hands over it hands over, however many vendors it knows. */
function asCatalogue(evidence: Evidence): Evidence {
  if (evidence.kind === 'grant' && evidence.by !== 'code') return evidence;
  return { ...evidence, context: 'catalogue', weight: 'mention' };
}

/** The names of imported modules that mean a module of this repository: one beside the file, or in a folder above that is no package itself. */
function localModules(file: string, { facts }: Reading, shadows: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  if (shadows.size === 0) return found;
  const places = [`own:${parent(file)}`];
  for (let folder = parent(file); ; folder = parent(folder)) {
    places.push(folder);
    if (folder === '') break;
  }
  for (const [name, symbols] of uses(facts)) {
    if (places.some((place) => standsIn(`${place}|${name}`, symbols, shadows))) found.add(name);
  }
  return found;
}

/** Whether the module of the tree defines anything that is asked of the package. */
function standsIn(module: string, symbols: ReadonlySet<string>, shadows: ReadonlySet<string>): boolean {
  if (!shadows.has(module)) return false;
  return symbols.size === 0 || ['*', ...symbols].some((symbol) => shadows.has(`${module}|${symbol}`));
}

/** First parts of the names of absolute modules, and what is asked of each. */
function uses(facts: readonly Fact[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { module, path } of facts.flatMap(refsOf)) {
    if (module === '' || module.startsWith('.')) continue;
    const [name = '', below] = module.split('.', 2);
    const head = headOf(path);
    const symbols = found.get(name) ?? new Set();
    found.set(name, symbols);
    if (below ?? head) symbols.add(below ?? head);
  }
  return found;
}

function refsOf(fact: Fact): readonly Ref[] {
  if (fact.kind === 'import') return [{ module: fact.module, path: fact.symbol }];
  if (fact.kind === 'call' || fact.kind === 'decorator') return [fact.ref];
  return fact.kind === 'class' ? fact.bases : [];
}

function parent(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

/** What a reader could not understand is a note: the lexical pass and the key patterns went over the text all the same. */
function troubles({ place, name }: Piece, { trouble }: Reading): Problem[] {
  if (trouble === '') return [];
  return [{ kind: 'problem', place, file: name, reason: 'unparsable', message: trouble, incomplete: false }];
}
