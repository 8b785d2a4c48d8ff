import { RollcallError } from '../model/error.ts';

/** Where a registry is looked for unless one is named: a file, and a folder of files. */
export const defaultPlaces = ['.rollcall/registry.yaml', '.rollcall/agents'] as const;

/** What a registry may be at most, wherever it comes from. */
export const most = { bytes: 8 * 1024 * 1024, files: 10_000, characters: 64 * 1024 * 1024 };

/** Names of the registry files among those of a folder, in order. */
export function registryFiles(place: string, names: readonly string[]): string[] {
  const found = names.filter((name) => /^[^.].*\.(?:ya?ml|json)$/.test(name));
  if (found.length <= most.files) return found.toSorted();
  throw refusal(
    `${place} holds more than ${most.files} registry files`,
    'Name a folder that holds nothing but the registry.',
  );
}

/** The text of a registry file. The BOM is kept, so that the digest of the text is the digest of the file. */
export function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refusal(`${file} is not UTF-8 text`, 'Save it as UTF-8.', cause);
  }
}

/** A file is over the limit. */
export function tooLarge(file: string): RollcallError {
  return refusal(
    `${file} is larger than ${most.bytes / 1024 / 1024} MiB`,
    'Split it into a folder with one file an agent.',
  );
}

/** The files of a folder together are over the limit. */
export function tooMuch(place: string): RollcallError {
  return refusal(`${place} is too large`, 'Name a folder that holds nothing but the registry.');
}

/** A registry that is not read: nothing counts as approved. */
export function refusal(message: string, hint: string, cause?: unknown): RollcallError {
  return new RollcallError('registry', message, { hint, cause });
}
