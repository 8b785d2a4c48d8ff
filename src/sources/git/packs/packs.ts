import type { Listed } from '../listing.ts';
import type { Store } from '../store.ts';
import { Forest, type Visitor } from './forest.ts';
import { Pack, type PackData } from './pack.ts';
import { listPack, type Plan, plansFor, type Wanted } from './plan.ts';

/** The packs of a store, as far as they can be read here: what is in none of them is left to git. */
export class Packs {
  readonly #packs: readonly Pack[];
  readonly #forests: readonly Forest[];
  readonly #numbers: readonly Int32Array[];

  private constructor(packs: readonly Pack[], numbers: readonly Int32Array[]) {
    this.#packs = packs;
    this.#numbers = numbers;
    this.#forests = packs.map((pack) => new Forest(pack));
  }

  /** Opens the packs of a store, and adds their objects to what is listed. */
  static open({ packs }: Pick<Store, 'packs'>, listed: Listed, width: number): Packs {
    const open = packs.flatMap(({ path, indexPath }) => Pack.open(path, indexPath, width) ?? []);
    return new Packs(
      open,
      open.map((pack) => listPack(pack, listed)),
    );
  }

  /** The packs that another thread has opened, and closes. */
  static from(data: readonly PackData[]): Packs {
    return new Packs(
      data.map((one) => new Pack(one)),
      [],
    );
  }

  get length(): number {
    return this.#packs.length;
  }

  /** Ids, in hex digits, of objects in the packs whose kind could not be told. */
  get untold(): readonly string[] {
    const found: string[] = [];
    for (const [at, pack] of this.#packs.entries()) {
      for (let position = 0; position < pack.length; position++) {
        if (this.#numbers[at]?.[position] !== -1) continue;
        const from = pack.idAt(position);
        found.push(pack.ids.toString('hex', from, from + pack.data.width));
      }
    }
    return found;
  }

  get data(): readonly PackData[] {
    return this.#packs.map(({ data }) => data);
  }

  /** For the thread that has opened them. */
  plan(wanted: Wanted): readonly Plan[] {
    return plansFor(
      this.#packs.map((pack, at) => [pack, this.#numbers[at] ?? new Int32Array()]),
      wanted,
    );
  }

  /** Goes through what is planned, as far as no other thread does. */
  async each(plans: readonly Plan[], visitor: Visitor): Promise<void> {
    for (const [at, forest] of this.#forests.entries()) {
      const plan = plans[at];
      if (plan) await forest.each(plan, visitor);
    }
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
  }
}
