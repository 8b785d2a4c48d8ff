// Writes the environment files of fixtures/estate with keys that open nothing, so that none of them stands in the repository.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { environmentFiles } from './environment-files.ts';

const folder = join(import.meta.dirname, '../../fixtures/estate');
const templates: Record<string, string[]> = JSON.parse(readFileSync(join(folder, 'keys.template.json'), 'utf8'));
for (const [path, text] of environmentFiles(templates)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
