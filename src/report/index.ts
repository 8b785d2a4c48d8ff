import { RollcallError } from '../model/error.ts';
import type { Format } from './format.ts';

/** Every format by its id. Each is loaded when it is asked for, so that a scan pays for none that it does not use. */
export const formats: ReadonlyMap<string, () => Promise<Format>> = new Map([
  ['table', async () => (await import('./formats/table.ts')).table],
  ['json', async () => (await import('./formats/json.ts')).json],
  ['sarif', async () => (await import('./formats/sarif.ts')).sarif],
  ['markdown', async () => (await import('./formats/markdown.ts')).markdown],
  ['github', async () => (await import('./formats/github.ts')).github],
]);

/** Formats that have pages, one for each repository. To know that, none has to be loaded. */
export const paged: ReadonlySet<string> = new Set(['sarif']);

/** The format of that id; a `RollcallError` where there is none. */
export async function loadFormat(id: string): Promise<Format> {
  const load = formats.get(id);
  if (load) return await load();

  throw new RollcallError('usage', `There is no format '${id}'`, {
    hint: `Formats are: ${[...formats.keys()].join(', ')}`,
  });
}
