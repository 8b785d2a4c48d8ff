/** How a stretch of a view follows from the text it was made of. */
export const steps = {
  /** All of it comes from one place. */
  still: 0,
  /** Character by character. */
  copy: 1,
  /** A character from every `size` characters. */
  each: (size: number): number => (size < lead ? size : 0),
  /** Bytes of base64 as ASCII; `phase` of the three bytes of the first group are those of another stretch. */
  base64: (phase: number): number => base64 + phase,
  /** Bytes of base64 as UTF-16. */
  wide: (phase: number): number => wide + phase,
} as const;

/** From here on: the first character from `step - lead` characters, those behind it as they are. */
const lead = 64;
const base64 = 128;
const wide = 132;

/**
 * Where the characters of a view stand in the text it was made of: stretches of a few bytes each in typed arrays, for a
 * view of a large text must not cost an object a character.
 */
export class Origins {
  #at = new Int32Array(16);
  #from = new Int32Array(16);
  #step = new Uint8Array(16);
  #count = 0;
  #length = 0;
  #end = 0;

  /** A stretch begins at `at` of the view, with what begins at `from`. Both only ever grow. */
  add(at: number, from: number, step: number): void {
    if (this.#count > 0 && this.#continues(at, from, step)) return;
    if (this.#count === this.#at.length) this.#resize(this.#count * 2);
    this.#at[this.#count] = at;
    this.#from[this.#count] = from;
    this.#step[this.#count] = step;
    this.#count++;
  }

  /** The view has `length` characters, and what follows the last of them would come from `end`. */
  close(length: number, end: number): void {
    this.#length = length;
    this.#end = end;
    this.#resize(this.#count);
  }

  /** Where the character at `offset` comes from. Bounded and monotone, whatever the offset. */
  at(offset: number): number {
    if (!(offset < this.#length)) return this.#end;
    const index = this.#index(offset);
    return forward(this.#from[index] ?? 0, this.#step[index] ?? 0, Math.max(0, offset - (this.#at[index] ?? 0)));
  }

  /** Whether nothing was changed in or directly beside what stands from `start` to `end` of the view. */
  isCopy(start: number, end: number): boolean {
    const index = this.#index(Math.max(0, start));
    const next = index + 1 < this.#count ? (this.#at[index + 1] ?? 0) : this.#length + 1;
    const step = this.#step[index] ?? 0;
    if (end > next) return false;
    return step === steps.copy || (step >= lead && step < base64 && start > (this.#at[index] ?? 0));
  }

  /** Takes the stretch into the last one where it goes on in the same way. */
  #continues(at: number, from: number, step: number): boolean {
    const last = this.#count - 1;
    const [lastAt = 0, lastFrom = 0, lastStep = 0] = [this.#at[last], this.#from[last], this.#step[last]];
    const expected = forward(lastFrom, lastStep, at - lastAt);
    if (step === lastStep && step > 0 && step < lead && from === expected) return true;
    if (step !== steps.copy) return false;
    if (lastStep >= lead && lastStep < base64) return from === expected;
    if (lastStep < 2 || lastStep >= lead || at !== lastAt + 1 || from !== expected) return false;
    this.#step[last] = lead + lastStep;
    return true;
  }

  /** The last stretch that begins at or before `offset`. */
  #index(offset: number): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#at[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #resize(size: number): void {
    const [at, from, step] = [new Int32Array(size), new Int32Array(size), new Uint8Array(size)];
    at.set(this.#at.subarray(0, this.#count));
    from.set(this.#from.subarray(0, this.#count));
    step.set(this.#step.subarray(0, this.#count));
    [this.#at, this.#from, this.#step] = [at, from, step];
  }
}

function forward(from: number, step: number, distance: number): number {
  if (step < lead) return from + step * distance;
  if (step < base64) return distance === 0 ? from : from + step - lead + distance - 1;
  const bytes = step < wide ? distance + step - base64 : 2 * distance + step - wide;
  return from + Math.floor(bytes / 3) * 4;
}
