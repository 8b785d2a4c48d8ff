import { RollcallError } from '../model/error.ts';
import { byLocation, type Location } from '../model/origin.ts';
import type { Entry, Registry } from '../model/registry.ts';
import { digestOf, sha256 } from '../text/fingerprint.ts';
import { byCodeUnit } from '../text/order.ts';
import { Lines } from '../text/position.ts';
import { quote } from '../text/quote.ts';
import { repositoryKey } from '../text/remote.ts';
import { explain } from './explain.ts';
import { RegistryFile } from './schema.ts';
import { type Fault, readYaml } from './yaml.ts';

/** A registry file as it was read. */
export interface RegistrySource {
  /** Its path as a person would say it. */
  readonly file: string;
  readonly text: string;
}

/**
 * Reads a registry of one or several YAML or JSON files. Where anything in them is wrong it throws, and names all that
 * is: no entry counts as approved in a registry that was not understood.
 */
export function parseRegistry(files: readonly RegistrySource[], origin: string | null): Registry {
  const sources = files.toSorted((a, b) => byCodeUnit(a.file, b.file));
  const readings = sources.map(read);
  const written = readings.flatMap((reading) => reading.written);
  const complaints = [...readings.flatMap((reading) => reading.complaints), ...clashes(written)];
  if (complaints.length > 0) throw refusal(complaints);

  const entries = written.map(({ entry }) => entry).toSorted((a, b) => byCodeUnit(a.id, b.id));
  return { origin, ref: null, digest: sourcesDigest(sources), entries };
}

/** An error in words, with its place. */
interface Complaint extends Location {
  readonly message: string;
}

/** An entry, and where the parts of it are written. */
interface Written {
  readonly entry: Entry;
  at(path: readonly PropertyKey[]): Location;
}

interface Reading {
  readonly written: readonly Written[];
  readonly complaints: readonly Complaint[];
}

function read({ file, text }: RegistrySource): Reading {
  const lines = new Lines(text);
  const at = (offset: number): Location => ({ file, ...lines.at(offset) });
  const complain = ({ offset, message }: Fault): Complaint => ({ ...at(offset), message });

  const { tree, faults } = readYaml(text);
  if (!tree) return { written: [], complaints: faults.map(complain) };

  const result = RegistryFile.safeParse(tree.value);
  if (!result.success) {
    return { written: [], complaints: [...faults, ...explain(result.error, RegistryFile, tree)].map(complain) };
  }

  const written = result.data.agents.map((agent, index): Written => {
    const place = (path: readonly PropertyKey[]) => at(tree.offset(['agents', index, ...path]));
    return { entry: toEntry(agent, place([])), at: place };
  });
  return { written, complaints: faults.map(complain) };
}

/** An entry as the rest of the house knows it, of what a file says. */
export function toEntry(agent: RegistryFile['agents'][number], at: Location): Entry {
  const { owner, approval } = agent;
  return {
    ...agent,
    purpose: agent.purpose ?? null,
    owner: { team: owner.team ?? null, technical: owner.technical ?? null, sponsor: owner.sponsor ?? null },
    credentials: agent.credentials.map(({ env, ref, unique }) => ({ env: env ?? null, ref: ref ?? null, unique })),
    approval: approval ? { ...approval, expires: approval.expires ?? null, digest: approval.digest ?? null } : null,
    exceptions: agent.exceptions.map((exception) => ({ ...exception, ticket: exception.ticket ?? null })),
    at,
  };
}

/** Ids and places that are claimed twice. */
function clashes(written: readonly Written[]): Complaint[] {
  const first = new Map<string, Location>();
  const complaints: Complaint[] = [];
  for (const { key, what, at, mend } of written.flatMap(claims)) {
    const other = first.get(key);
    if (!other) first.set(key, at);
    else complaints.push({ ...at, message: `${what} is already claimed at ${show(other)}; ${mend}` });
  }
  return complaints;
}

interface Claim {
  readonly key: string;
  readonly what: string;
  readonly at: Location;
  readonly mend: string;
}

function claims({ entry, at }: Written): Claim[] {
  const id = claim(at(['id']), 'give each agent its own', 'the id', entry.id);
  const places = entry.match.repos.flatMap(({ repo, paths }, i) => {
    const here = ['match', 'repos', i];
    const mend = 'let one entry match it';
    if (paths.length === 0) return [claim(at([...here, 'repo']), mend, 'the repository', repo)];

    return paths.map((path, j) => claim(at([...here, 'paths', j]), mend, 'the path', path, repo));
  });
  return [id, ...places];
}

function claim(at: Location, mend: string, noun: string, name: string, within?: string): Claim {
  const what = `${noun} ${quote(name)}${within === undefined ? '' : ` in ${quote(within)}`}`;
  const key = JSON.stringify([
    noun,
    noun === 'the repository' ? repositoryKey(name) : name,
    repositoryKey(within ?? ''),
  ]);
  return { key, what, at, mend };
}

/** Complaints that one message holds; a file that is wrong throughout needs no more to be recognised. */
const most = 50;

function refusal(complaints: readonly Complaint[]): RollcallError {
  const lines = complaints.toSorted(byLocation).map((each) => `${show(each)}: ${each.message}`);
  const rest = lines.length > most ? [`… and ${lines.length - most} more`] : [];
  return new RollcallError('registry', [...lines.slice(0, most), ...rest].join('\n'), {
    hint: 'No entry counts as approved until the registry is free of errors.',
  });
}

function show({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

/** Of one file the digest of its bytes, as `sha256sum` gives it; of several, of their names and digests. */
function sourcesDigest(sources: readonly RegistrySource[]): string | null {
  const [only] = sources;
  if (!only) return null;
  if (sources.length === 1) return digestOf(only.text);
  return digestOf(JSON.stringify(sources.map(({ file, text }) => [file, sha256(text)])));
}
