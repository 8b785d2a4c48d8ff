import { catalogOwners, isCatalog } from '../census/catalog.ts';
import { codeowners, owners } from '../census/owner.ts';
import type { Blob } from '../model/blob.ts';
import type { EntryFact } from '../model/fact.ts';
import { readBytes } from '../sources/index.ts';
import { decode } from '../text/decode.ts';

/** Who owns a unit of a place: as its CODEOWNERS file says, else as the catalogue does. */
export async function ownersOf(blobs: ReadonlyMap<string, Blob>): Promise<(path: string) => string | null> {
  const [first] = codeowners.flatMap((path) => textOf(blobs.get(path)) ?? []);
  const byCode = first === undefined ? null : owners(first);
  const byCatalog = catalogOwners(await catalogs(blobs));
  return (path) => byCode?.(path) ?? byCatalog(path);
}

async function catalogs(blobs: ReadonlyMap<string, Blob>): Promise<ReadonlyMap<string, readonly EntryFact[]>> {
  const found = new Map<string, readonly EntryFact[]>();
  for (const [path, blob] of blobs) {
    const text = isCatalog(path) ? textOf(blob) : null;
    if (text === null) continue;
    const { yaml } = await import('../readers/yaml.ts');
    const { facts } = yaml.read(text, path);
    found.set(
      path,
      facts.filter((fact) => fact.kind === 'entry'),
    );
  }
  return found;
}

function textOf(blob: Blob | undefined): string | null {
  const bytes = blob ? readBytes(blob).bytes : null;
  return bytes ? decode(bytes).text : null;
}
