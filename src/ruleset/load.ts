import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { RollcallError } from '../model/error.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { RuleFiles } from './compile.ts';
import type { RuleText } from './parse.ts';

/** Written when rollcall is built, so that a start parses no YAML; the same file for `src` and `dist`. V8's own format holds maps, patterns and tables as they are. */
export const compiled = new URL('../../dist/ruleset.bin', import.meta.url);

/** Written beside them: the rule files as parsed, for whoever compiles them with rules of their own or lists them. */
export const parsed = new URL('../../dist/rules.bin', import.meta.url);

/** The rules that rollcall was built with. */
export function loadCompiled(): RuleSet {
  return unpacked(built(compiled));
}

/** The rule files that rollcall was built with, as `parseRules` gives them: to parse them again takes seconds. */
export function loadParsed(): RuleFiles {
  return deserialize(built(parsed)) as RuleFiles; // written from them when rollcall is built
}

function built(file: URL): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new RollcallError('rule', 'the compiled rules cannot be read', { hint: 'Run `npm run build`.', cause });
  }
}

/** Rules in the form that is written when rollcall is built: each part by itself. */
export function packed(rules: RuleSet): Buffer {
  return serialize(new Map(Object.entries(rules).map(([name, part]) => [name, serialize(part)])));
}

/** A start does not wait for all that is known: each part is unpacked when it is first asked for. */
export function unpacked(bytes: Buffer): RuleSet {
  const rules = {};
  for (const [name, part] of deserialize(bytes) as ReadonlyMap<string, Buffer>) {
    Object.defineProperty(rules, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value: unknown = deserialize(part);
        Object.defineProperty(rules, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return rules as RuleSet; // written by `packed` from one
}

/** The text of a rules folder's `omitted.yaml`. */
export function readOmitted(folder: string): RuleText {
  return { path: 'omitted.yaml', text: readFileSync(join(folder, 'omitted.yaml'), 'utf8') };
}

/**
 * The texts of a rules folder: `providers/*.yaml`, `frameworks/*.yaml`, `sdks/*.yaml`, `services/*.yaml`,
 * `credentials/*.yaml`, `checks/*.yaml`, and `placeholders.yaml`.
 */
export function readRules(folder: string): readonly RuleText[] {
  const texts = ['providers', 'frameworks', 'sdks', 'services', 'credentials', 'checks'].flatMap((kind) => {
    let names: string[];
    try {
      names = readdirSync(join(folder, kind)).filter((name) => name.endsWith('.yaml'));
    } catch {
      return [];
    }
    return names.map((name) => ({ path: `${kind}/${name}`, text: readFileSync(join(folder, kind, name), 'utf8') }));
  });
  const path = 'placeholders.yaml';
  if (!existsSync(join(folder, path))) return texts;
  return [...texts, { path, text: readFileSync(join(folder, path), 'utf8') }];
}
