import { keysOf, printOf } from '../detectors/key.ts';
import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { KeyEvidence } from '../model/evidence.ts';
import type { KeyQuestion, KeyRule } from '../model/key.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { Secret } from '../model/secret.ts';
import type { Answer, Doubt, Question } from '../model/verification.ts';
import { kindOf } from '../sources/archive/kind.ts';
import { readBytes } from '../sources/index.ts';
import { textOf } from '../text/decode.ts';
import { search } from '../text/search.ts';
import type { InspectOptions } from './inspect.ts';
import type { ScanOptions } from './options.ts';

/** How many keys are asked about. A tree that is full of what looks like keys shall not keep vendors busy. */
const most = 500;

/**
 * Asks the vendors of the keys that were found, each key once, and adds what they say to the evidence. A key was masked
 * where it was found; to be shown to its vendor it is read again, here, and goes nowhere else.
 */
export async function verified(
  inspections: readonly Inspection[],
  blobs: readonly Blob[],
  { asker, rules, signal, onProgress }: ScanOptions,
  { salt, maxBytes }: InspectOptions,
): Promise<readonly Inspection[]> {
  if (!asker) return inspections;

  const keys = distinct(inspections);
  const answers = new Map<string, Answer>();
  const wanted = new Map<string, KeyQuestion>();
  for (const [id, sightings] of keys) {
    const plan = planned(sightings, rules);
    if (typeof plan === 'string') answers.set(id, unknown(plan));
    else if (wanted.size >= most) answers.set(id, unknown('limit'));
    else wanted.set(id, plan);
  }
  const { questions, seen } = await reread(inspections, blobs, wanted, { rules, salt, maxBytes, signal });
  let done = 0;
  const tell = () => onProgress?.({ stage: 'verifying', done, total: questions.size });
  tell();
  const asking = [...questions].map(async ([id, question]) => {
    answers.set(id, await asker.ask(question));
    done++;
    tell();
  });
  await Promise.all(asking);
  for (const id of wanted.keys()) {
    const doubt = signal.aborted ? 'interrupted' : seen.has(id) ? 'several-vendors' : 'changed';
    if (!answers.has(id)) answers.set(id, unknown(doubt));
  }
  return inspections.map((inspection) => answered(inspection, answers));
}

/** Keys by their fingerprints, in the order in which they were seen. */
function distinct(inspections: readonly Inspection[]): ReadonlyMap<string, readonly KeyEvidence[]> {
  const found = new Map<string, KeyEvidence[]>();
  for (const one of inspections.flatMap(({ evidence }) => evidence)) {
    if (one.kind !== 'key') continue;
    const sightings = found.get(one.fingerprint) ?? [];
    found.set(one.fingerprint, sightings);
    sightings.push(one);
  }
  return found;
}

/** A key that may be of two vendors is shown to neither: one of them would learn what is the other's. */
function planned(sightings: readonly KeyEvidence[], { keys }: RuleSet): KeyQuestion | Doubt {
  const vendors = new Set(sightings.map(({ provider }) => provider));
  const [first] = sightings;
  if (!first || vendors.size > 1 || first.provider === null || first.oneOf.length > 0) return 'several-vendors';

  const rule = keys.find(({ id, provider }) => id === first.type && provider === first.provider);
  return rule?.verify ?? 'no-endpoint';
}

/** What was found when files were read again: keys that can be asked about, and all that are still there. */
interface Again {
  readonly questions: ReadonlyMap<string, Question>;
  readonly seen: ReadonlySet<string>;
}

/**
 * Finds keys again where they were seen; each file is read at most once. A word close by is enough to report whose key it
 * may be, and not to show it to them.
 */
async function reread(
  inspections: readonly Inspection[],
  blobs: readonly Blob[],
  wanted: ReadonlyMap<string, KeyQuestion>,
  { rules, salt, maxBytes, signal }: { rules: RuleSet; salt: string; maxBytes: number; signal: AbortSignal },
): Promise<Again> {
  const questions = new Map<string, Question>();
  const seen = new Set<string>();
  for (const [blob, prints] of holders(inspections, blobs, wanted)) {
    if (signal.aborted || prints.every((print) => questions.has(print))) continue;

    for await (const bytes of parts(blob, maxBytes)) {
      const hits = new Set<number>();
      if (!search(rules.keywords, bytes, hits)) continue;
      for (const { secret, rule, certain } of keysOf({ text: textOf(bytes), hits }, rules).found) {
        const print = printOf(secret, salt);
        const question = wanted.get(print);
        seen.add(print);
        if (question && certain) questions.set(print, { rule: question, secret: alone(secret, rule) });
      }
    }
  }
  return { questions, seen };
}

/** The files in which keys were seen that are asked about, and the fingerprints of these keys. */
function holders(
  inspections: readonly Inspection[],
  blobs: readonly Blob[],
  wanted: ReadonlyMap<string, KeyQuestion>,
): ReadonlyMap<Blob, readonly string[]> {
  const contents = new Map(blobs.map((blob) => [place(blob.place, blob.origin.path), blob]));
  const found = new Map<Blob, string[]>();
  for (const { evidence, place: id, file } of inspections) {
    const prints = evidence.flatMap((one) =>
      one.kind === 'key' && wanted.has(one.fingerprint) ? one.fingerprint : [],
    );
    const blob =
      prints.length > 0 &&
      paths(file)
        .map((path) => contents.get(place(id, path)))
        .find(Boolean);
    if (blob) found.set(blob, [...(found.get(blob) ?? []), ...prints]);
  }
  return found;
}

/** The path of a file, and those of the archives that it may lie in. */
function paths(file: string): readonly string[] {
  return [file, ...[...file.matchAll(/!\//g)].map(({ index }) => file.slice(0, index))];
}

/** What is read of a file: its bytes, or those of all that it holds. */
async function* parts(blob: Blob, largest: number): AsyncGenerator<Buffer> {
  const { bytes } = readBytes(blob, largest);
  if (!bytes) return;
  if (kindOf(bytes) === null) {
    yield bytes;
    return;
  }
  const { members, usual } = await import('../sources/archive/members.ts');
  for await (const found of members(bytes, blob.origin.path, { ...usual, largest }))
    if (found.kind !== 'problem') yield found.bytes;
}

/** A key by itself: a part of a text keeps the whole text in memory for as long as the key waits for its turn. */
function alone(secret: Secret, { head }: KeyRule): Secret {
  return new Secret(Buffer.from(secret.reveal()).toString(), head);
}

function place(id: string, file: string): string {
  return `${id}\0${file}`;
}

function answered(inspection: Inspection, answers: ReadonlyMap<string, Answer>): Inspection {
  if (!inspection.evidence.some(({ kind }) => kind === 'key')) return inspection;
  const evidence = inspection.evidence.map((one) =>
    one.kind === 'key' ? { ...one, ...answers.get(one.fingerprint) } : one,
  );
  return { ...inspection, evidence };
}

function unknown(doubt: Doubt): Answer {
  return { verified: 'unknown', doubt };
}
