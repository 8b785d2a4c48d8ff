import { mkdir, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { RollcallError } from '../../index.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print } from '../output.ts';
import { configStub, registryStub, workflow } from '../stubs.ts';
import { version } from '../version.ts';

/** `rollcall init`: a first configuration and registry, and what to put into CI. What is there stays as it is. */
export async function init(io: Io, folder: string | undefined): Promise<ExitCode> {
  const root = resolve(io.cwd(), folder ?? '.');
  const files = [
    ['.rollcall/config.yaml', configStub],
    ['.rollcall/registry.yaml', registryStub],
  ] as const;
  for (const [name, text] of files) {
    const made = await write(root, name, text);
    await note(io, [made ? `wrote ${name}` : `${name} is there already, and stays as it is`]);
  }
  await note(io, [
    'next: rollcall registry add --all writes an entry for each agent, rollcall registry approve ID --by NAME approves it',
    'then: rollcall scan, and this as .github/workflows/rollcall.yml',
  ]);
  await print(io.stdout, workflow(version()));
  return 0;
}

/** False where something stands there already, a link that leads nowhere included. */
async function write(root: string, name: string, text: string): Promise<boolean> {
  const path = join(root, name);
  try {
    await mkdir(join(root, '.rollcall')).catch(unlessThere);
    const file = await open(path, 'wx');
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw new RollcallError('output', `${path} cannot be written (${codeOf(cause)})`, { cause });
  }
}

function unlessThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
