import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openaiKey } from '../key.ts';
import { desk, folder, rollcall } from './stage.ts';

/** Where a baseline is written unless a file is named. */
export const place = '.rollcall/baseline.json';

export const key = openaiKey('desk');

/** A repository with one agent that has a key, and another key that is nobody's. */
export const shop = { ...desk, 'desk/.env': `OPENAI_API_KEY=${key}\n`, 'notes.md': `${openaiKey('notes')}\n` };

/** The findings that a baseline accepts. */
export function accepted(cwd: string, file = place): readonly Record<string, unknown>[] {
  return JSON.parse(readFileSync(join(cwd, file), 'utf8')).findings;
}

export function write(cwd: string, name: string, text: string): void {
  mkdirSync(join(cwd, name, '..'), { recursive: true });
  writeFileSync(join(cwd, name), text);
}

/** A folder with these files, and a baseline of what is found in them. */
export async function taken(
  files: Readonly<Record<string, string>> = shop,
  ...argv: readonly string[]
): Promise<string> {
  const cwd = folder(files);
  const { code, err } = await rollcall(['baseline', 'create', ...argv], { cwd });
  expect([code, err]).toEqual([0, expect.stringContaining(' accepted')]);
  return cwd;
}
