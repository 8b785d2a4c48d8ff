import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checks } from '../../src/checks/index.ts';
import { CheckFile } from '../../src/ruleset/schema.ts';

const folder = new URL('../../rules/checks/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test('every check has its texts', () => {
  expect(files).toEqual(expect.arrayContaining(Object.keys(checks).map((id) => `${id}.yaml`)));
});

test.each(files)('%s says what is found, why it matters and how to mend it', (name) => {
  const text = CheckFile.parse(parse(readFileSync(new URL(name, folder), 'utf8')));
  expect(`${text.id}.yaml`).toBe(name);
  for (const words of [text.why, text.mend]) expect(words).toMatch(/^[A-Z].{40,}\.$/);
});

test.each([
  ['RC101', 'high'],
  ['RC102', 'high'],
  ['RC103', 'high'],
  ['RC104', 'medium'],
  ['RC105', 'low'],
  ['RC201', 'critical'],
  ['RC202', 'high'],
  ['RC203', 'medium'],
  ['RC204', 'low', 'off'],
  ['RC205', 'medium'],
  ['RC206', 'low', 'off'],
])('%s is %s and on, unless it says off', (id, severity, off = 'on') => {
  const text = CheckFile.parse(parse(readFileSync(new URL(`${id}.yaml`, folder), 'utf8')));
  expect([text.severity, text.default]).toEqual([severity, off === 'on']);
});
