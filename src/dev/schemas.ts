// Writes the JSON Schemas that editors read, from the schemas that rollcall itself goes by. Run by `npm run schemas`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemas } from './json-schema.ts';

const folder = join(import.meta.dirname, '../../rules/schema');
for (const [name, text] of schemas()) writeFileSync(join(folder, `${name}.schema.json`), text);
