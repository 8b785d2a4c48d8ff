// Parses and compiles rules/, so that a start parses no YAML. Run by `npm run build`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { compile } from '../ruleset/compile.ts';
import { compiled, packed, parsed, readRules, table } from '../ruleset/load.ts';
import { parseRules } from '../ruleset/parse.ts';

const folder = join(import.meta.dirname, '../../rules');
const files = parseRules(readRules(folder));
writeFileSync(parsed, serialize(files));
const rules = packed(compile(files));
writeFileSync(compiled, rules.parts);
writeFileSync(table, rules.table());
