import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { RollcallError } from '../model/error.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { RuleFiles } from './compile.ts';
import type { RuleText } from './parse.ts';

/** Written when rollcall is built, so that a start parses no YAML; the same file for `src` and `dist`. V8's own format holds maps, patterns and tables as they are. */
export const compiled = new URL('../../dist/ruleset.bin', import.meta.url);

/** Written beside it: the table of the keywords, which is most of the rules. It is read to where all threads look it up. */
export const table = new URL('../../dist/keywords.bin', import.meta.url);

/** Written beside them: the rule files as parsed, for whoever compiles them with rules of their own or lists them. */
export const parsed = new URL('../../dist/rules.bin', import.meta.url);

/** The rules that rollcall was built with. */
export function loadCompiled(): RuleSet {
  return unpacked({ parts: built(compiled), table: () => built(table) });
}

/** The rule files that rollcall was built with, as `parseRules` gives them: to parse them again takes seconds. */
export function loadParsed(): RuleFiles {
  return deserialize(built(parsed)) as RuleFiles; // written from them when rollcall is built
}

/** What a file holds that is written when rollcall is built, in memory that threads share. */
function built(file: URL): Buffer {
  try {
    const open = openSync(file, 'r');
    try {
      const bytes = Buffer.from(new SharedArrayBuffer(fstatSync(open).size));
      if (readSync(open, bytes, 0, bytes.length, 0) < bytes.length) throw new Error('It ends too early.');
      return bytes;
    } finally {
      closeSync(open);
    }
  } catch (cause) {
    throw new RollcallError('rule', 'the compiled rules cannot be read', { hint: 'Run `npm run build`.', cause });
  }
}

/** Rules in the form that is written when rollcall is built. */
export interface PackedRules {
  /** Each part by itself. */
  readonly parts: Buffer;
  /** What `next` of the keywords holds, read when it is first asked for. */
  readonly table: () => Buffer;
}

/** Packs rules. */
export function packed(rules: RuleSet): PackedRules {
  const { buffer, byteOffset, byteLength } = rules.keywords.next;
  const small = { ...rules, keywords: { ...rules.keywords, next: new Int32Array(0) } };
  const parts = serialize(new Map(Object.entries(small).map(([name, part]) => [name, serialize(part)])));
  return { parts, table: () => Buffer.from(buffer, byteOffset, byteLength) };
}

/** A start does not wait for all that is known: each part is unpacked when it is first asked for. */
export function unpacked({ parts, table }: PackedRules): RuleSet {
  const rules = {};
  for (const [name, part] of deserialize(parts) as ReadonlyMap<string, Buffer>) {
    Object.defineProperty(rules, name, {
      configurable: true,
      enumerable: true,
      get() {
        const known: object = deserialize(part);
        const value = name === 'keywords' ? { ...known, next: numbers(table()) } : known;
        Object.defineProperty(rules, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return rules as RuleSet; // written by `packed` from one
}

function numbers({ buffer, byteOffset, byteLength }: Buffer): Int32Array {
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}

/** The text of a rules folder's `omitted.yaml`. */
export function readOmitted(folder: string): RuleText {
  return { path: 'omitted.yaml', text: readFileSync(join(folder, 'omitted.yaml'), 'utf8') };
}

/**
 * The texts of a rules folder: `providers/*.yaml`, `frameworks/*.yaml`, `sdks/*.yaml`, `services/*.yaml`,
 * `credentials/*.yaml`, `checks/*.yaml`, `logs/*.yaml`, `logs/wrappers/*.yaml`, `placeholders.yaml`, `callers.yaml`
 * and `processes.yaml`.
 */
export function readRules(folder: string): readonly RuleText[] {
  const texts = [
    'providers',
    'frameworks',
    'sdks',
    'services',
    'credentials',
    'checks',
    'logs',
    'logs/wrappers',
  ].flatMap((kind) => {
    let names: string[];
    try {
      names = readdirSync(join(folder, kind)).filter((name) => name.endsWith('.yaml'));
    } catch {
      return [];
    }
    return names.map((name) => ({ path: `${kind}/${name}`, text: readFileSync(join(folder, kind, name), 'utf8') }));
  });
  const single = ['placeholders.yaml', 'callers.yaml', 'processes.yaml'].filter((path) =>
    existsSync(join(folder, path)),
  );
  return [...texts, ...single.map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))];
}
