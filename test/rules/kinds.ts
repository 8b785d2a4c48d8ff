import { join } from 'node:path';
import { readKinds } from '../../src/dev/kind.ts';
import type { KeyEvidence } from '../../src/model/evidence.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { expand } from '../../src/ruleset/template.ts';
import { inspect } from '../../src/scan/inspect.ts';
import type { Kind } from './carriers.ts';

const folder = join(import.meta.dirname, '../../rules');
export const files = parseRules(readRules(folder));
export const rules = compile(files);
/** Every kind of key that there is a rule for. */
export const kinds = readKinds(folder);

/** Kinds that a head of their own tells, so that nothing beside them has to. */
export const telling: readonly Kind[] = kinds.filter(
  ({ key }) =>
    key.context === 'none' &&
    /^[\w./+|:=-]+$/.test(expand(key.template)) &&
    [key.keyword].flat().some((word) => expand(key.template).includes(word)),
);

/** The keys that a file of that content is found to hold. */
export async function keysIn(file: string, code: string | Uint8Array): Promise<readonly KeyEvidence[]> {
  const content = { kind: 'bytes', bytes: typeof code === 'string' ? Buffer.from(code) : code } as const;
  const blob = { kind: 'blob', place: 'test', origin: { kind: 'file', path: file }, content } as const;
  const options = { salt: 'test', maxBytes: 1 << 26, always: /$^/, shadows: new Set<string>() };
  const evidence = (await inspect(blob, rules, options)).inspection?.evidence ?? [];
  return evidence.flatMap((one) => (one.kind === 'key' ? one : []));
}
