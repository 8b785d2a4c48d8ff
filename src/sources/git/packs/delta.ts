/** The pieces that a change takes from what it is a change of. */
export class Copies {
  /** For each piece: where it stands now, where it stood, how long it is. */
  at = new Int32Array(3 * 64);
  count = 0;
  /** How long that is. */
  baseSize = 0;

  now(piece: number): number {
    return this.at[3 * piece] as number; // of a piece that is there
  }

  source(piece: number): number {
    return this.at[3 * piece + 1] as number;
  }

  length(piece: number): number {
    return this.at[3 * piece + 2] as number;
  }

  add(now: number, then: number, length: number): void {
    const last = 3 * (this.count - 1);
    const { at } = this;
    // Git writes a long piece as several.
    if (
      this.count > 0 &&
      now === (at[last] ?? 0) + (at[last + 2] ?? 0) &&
      then === (at[last + 1] ?? 0) + (at[last + 2] ?? 0)
    ) {
      at[last + 2] = (at[last + 2] ?? 0) + length;
      return;
    }
    const next = 3 * this.count++;
    if (next === at.length) {
      this.at = new Int32Array(2 * next);
      this.at.set(at);
    }
    this.at[next] = now;
    this.at[next + 1] = then;
    this.at[next + 2] = length;
  }
}

/** The size of an object that a change makes, and where in the change its instructions begin. */
export interface DeltaHead {
  readonly baseSize: number;
  readonly size: number;
  readonly from: number;
}

/** Reads the head of a change; `null` where it is cut off. */
export function deltaHead(delta: Uint8Array): DeltaHead | null {
  const base = varint(delta, 0);
  const result = base && varint(delta, base.end);
  return result && { baseSize: base.value, size: result.value, from: result.end };
}

/** A shorter piece is copied faster byte by byte than by a call. */
const short = 24;

/**
 * Makes an object out of the one that it is a change of (gitformat-pack(5), "Deltified representation"): instructions
 * say what is copied from there, and bring what is new. Both stand in the same bytes, the base before the place where the
 * object is put. False where the instructions do not make what the head says.
 */
export function applyDelta(
  delta: Buffer,
  head: DeltaHead,
  { bytes, base, into }: { readonly bytes: Buffer; readonly base: number; readonly into: number },
  copies: Copies,
): boolean {
  copies.count = 0;
  copies.baseSize = head.baseSize;
  let [at, now] = [head.from, 0];
  while (at < delta.length) {
    const code = delta[at++] ?? 0;
    if (code < 0x80) {
      if (code === 0 || at + code > delta.length || now + code > head.size) return false;
      for (let i = 0; i < code; i++) bytes[into + now + i] = delta[at + i] as number; // within both, as was just asked
      at += code;
      now += code;
      continue;
    }
    let [from, length] = [0, 0];
    for (let bit = 0; bit < 4; bit++) if (code & (1 << bit)) from += (delta[at++] ?? 0) * 2 ** (8 * bit);
    for (let bit = 0; bit < 3; bit++) if (code & (0x10 << bit)) length += (delta[at++] ?? 0) << (8 * bit);
    length ||= 0x10000;
    if (from + length > head.baseSize || now + length > head.size) return false;
    if (length > short) bytes.copyWithin(into + now, base + from, base + from + length);
    else for (let i = 0; i < length; i++) bytes[into + now + i] = bytes[base + from + i] as number; // within the base
    copies.add(now, from, length);
    now += length;
  }
  return at === delta.length && now === head.size;
}

function varint(bytes: Uint8Array, from: number): { value: number; end: number } | null {
  let value = 0;
  for (let at = from, unit = 1; at < bytes.length && unit < 2 ** 50; at++, unit *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * unit;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return null;
}
