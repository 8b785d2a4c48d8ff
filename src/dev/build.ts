// Compiles rules/ into one file, so that a start parses no YAML. Run by `npm run build`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../ruleset/compile.ts';
import { compiled, packed, readRules } from '../ruleset/load.ts';
import { parseRules } from '../ruleset/parse.ts';

const folder = join(import.meta.dirname, '../../rules');
writeFileSync(compiled, packed(compile(parseRules(readRules(folder)))));
