import type { Store } from '../store.ts';
import { Forest, type Wanted } from './forest.ts';
import { Pack } from './pack.ts';

/** The packs of a store, as far as they can be read here: what is in none of them is left to git. */
export class Packs {
  readonly #packs: readonly { readonly pack: Pack; readonly forest: Forest }[];

  constructor({ packs, width }: Pick<Store, 'packs' | 'width'>) {
    this.#packs = packs.flatMap(({ path, indexPath }) => {
      const pack = Pack.open(path, indexPath, width);
      return pack ? [{ pack, forest: new Forest(pack) }] : [];
    });
  }

  /** Goes through all packs. An object that is in more than one may be visited more than once. */
  async each(wanted: Wanted): Promise<void> {
    for (const { forest } of this.#packs) await forest.each(wanted);
  }

  close(): void {
    for (const { pack } of this.#packs) pack.close();
  }
}
