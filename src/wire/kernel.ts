/**
 * The loops that every byte of a log goes through, as a WebAssembly module with SIMD: 16 bytes at a time, which is several
 * times as fast as JavaScript. It is written down below instruction by instruction, so that nothing has to be built for it.
 * The numbers are those of the WebAssembly core specification (2.0, chapter 5, "Binary format").
 */
export interface Kernel {
  /** A page is 64 KiB. What was made of the buffer before it grew is of no use any more. */
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /**
   * Where the next word of four bytes stands whose bit is set in the filter and with which an entry agrees; `end`, or behind
   * it, where none does. `at` and `end` are addresses in the memory. Up to 15 bytes behind `end` are read, and as far around a
   * word as an entry says.
   */
  readonly suspect: (at: number, end: number) => number;
  /** How often a byte stands from `from` up to, not including, `to`. Up to 15 bytes behind `to` are read. */
  readonly count: (from: number, to: number, byte: number) => number;
}

/** What of WebAssembly is used here: the types of Node do not tell of it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** How words are told apart, and where in the memory stands what is known of them. */
export interface Spread {
  /** Bits that are set in each word before it is looked up. */
  readonly fold: number;
  /** What a word is multiplied by. */
  readonly factor: number;
  /** So many of the upper bits of the product say which bit of the filter is the word's own. The filter starts the memory. */
  readonly filterBits: number;
  /** So many of them say where its chain of entries starts: at the address that stands there in the list of heads; 0 for none. */
  readonly chainBits: number;
  /** Address of that list. */
  readonly heads: number;
}

/** Numbers of 32 bits in an entry: the address of the next one in its chain (0: none), and what is said in `agrees`. */
export const field = { next: 0, word: 1, offset: 2, first: 3, behind: 4, last: 5, literal: 6 } as const;
export const fields = 7;

/** A kernel with a memory of its own, of so many pages. */
export function kernel(spread: Spread, pages: number): Kernel {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleOf(spread, pages)));
  return exports as Kernel; // what the module says that it exports
}

type Code = readonly number[];

const [i32, v128] = [0x7f, 0x7b];
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const tee = (local: number): Code => [0x22, local];
const constant = (value: number): Code => [0x41, ...signed(value)];
/** i32.load, so many bytes behind the address. */
const load = (behind = 0): Code => [0x28, 0, ...unsigned(behind)];
const [multiply, isEqual] = [[0x6c], [0x46]] as const;
const [add, sub, and, or] = [[0x6a], [0x6b], [0x71], [0x72]] as const;
const [shiftLeft, shiftRight] = [[0x74], [0x76]] as const;
const [zeros, ones, isLess] = [[0x68], [0x69], [0x49]] as const; // i32.ctz, i32.popcnt, i32.lt_u
const loop = [0x03, 0x40];
const when = [0x04, 0x40];
const again = [0x0c, 1]; // br 1: from within `when` to `loop`
const end = [0x0b];
const back = [0x0f]; // return
const simd = (op: number, ...rest: readonly number[]): Code => [0xfd, ...unsigned(op), ...rest];
const [loadWide, orWide] = [simd(0, 0, 0), simd(80)];
const [spreadWord, spreadByte] = [simd(17), simd(15)]; // i32x4.splat, i8x16.splat
const times = simd(0xb5); // i32x4.mul
const [shiftWordsLeft, shiftWords] = [simd(0xab), simd(0xad)]; // i32x4.shl, i32x4.shr_u
const [isSame, bitmask] = [simd(35), simd(100)]; // i8x16.eq, i8x16.bitmask
const lane = (index: number): Code => simd(27, index); // i32x4.extract_lane

/**
 * Locals of `suspect`: 0 `at`, 1 `end`, 2 a word, 3 the bits of four words, 4 an entry, 5 where the word stands, 6 where in the
 * filter the bits of four words stand, 7 the fold, 8 the factor, 9 which of the 32 bits there are their own.
 */
function suspect({ fold, factor, filterBits, chainBits, heads }: Spread): Code {
  const bitOf = (index: number): Code => [
    ...[...get(6), ...lane(index), ...load(), ...get(9), ...lane(index), ...shiftRight],
  ];
  const placed = (index: number): Code => [
    ...[...bitOf(index), ...constant(1), ...and, ...constant(index), ...shiftLeft],
  ];
  const product = [...get(0), ...loadWide, ...get(7), ...orWide, ...get(8), ...times];
  const chain = [...get(2), ...constant(factor), ...multiply, ...constant(32 - chainBits), ...shiftRight];
  const any = [...bitOf(0), ...bitOf(1), ...or, ...bitOf(2), ...or, ...bitOf(3), ...or, ...constant(1), ...and];
  return [
    ...[...constant(fold), ...spreadWord, ...set(7), ...constant(factor), ...spreadWord, ...set(8)],
    ...[...loop, ...get(0), ...get(1), ...isLess, ...when],
    ...[...product, ...constant(32 - filterBits), ...shiftWords, ...set(9)],
    ...[...get(9), ...constant(5), ...shiftWords, ...constant(2), ...shiftWordsLeft, ...set(6)],
    ...[...any, ...when],
    ...[...placed(0), ...placed(1), ...or, ...placed(2), ...or, ...placed(3), ...or, ...set(3)],
    // Each bit that is set, the lowest first.
    ...[...loop, ...get(3), ...when],
    ...[...get(0), ...get(3), ...zeros, ...constant(2), ...shiftLeft, ...add, ...tee(5)],
    ...[
      ...load(),
      ...constant(fold),
      ...or,
      ...set(2),
      ...get(3),
      ...get(3),
      ...constant(1),
      ...sub,
      ...and,
      ...set(3),
    ],
    ...[...chain, ...constant(2), ...shiftLeft, ...load(heads), ...set(4)],
    // Each entry of the chain.
    ...[...loop, ...get(4), ...when, ...agrees(fold), ...when, ...get(5), ...back, ...end],
    ...[...get(4), ...load(4 * field.next), ...set(4), ...again, ...end, ...end],
    ...[...again, ...end, ...end, ...end],
    ...[...get(0), ...constant(16), ...add, ...set(0), ...again, ...end, ...end],
    ...get(1),
  ];
}

/** Whether the word is that of the entry, and so are the first four bytes of its literal, `offset` before the word, and the last, `behind` it. */
function agrees(fold: number): Code {
  const value = (index: number): Code => [...get(4), ...load(4 * index)];
  const isThere = (index: number): Code => [...load(), ...constant(fold), ...or, ...value(index), ...isEqual];
  return [
    ...[...get(2), ...value(field.word), ...isEqual],
    ...[...get(5), ...value(field.offset), ...sub, ...isThere(field.first), ...and],
    ...[...get(5), ...value(field.behind), ...add, ...isThere(field.last), ...and],
  ];
}

/** Locals of `count`: 0 `from`, 1 `to`, 2 the byte, 3 how often, 4 how many bytes are left, 5 the byte sixteen times. */
function count(): Code {
  const found = [...get(0), ...loadWide, ...get(5), ...isSame, ...bitmask];
  // Of the last bytes, those that stand before `to`.
  const rest = [...constant(1), ...get(4), ...shiftLeft, ...constant(1), ...sub, ...and];
  return [
    ...[...get(2), ...spreadByte, ...set(5)],
    ...[...loop, ...get(0), ...constant(15), ...add, ...get(1), ...isLess, ...when],
    ...[...found, ...ones, ...get(3), ...add, ...set(3), ...get(0), ...constant(16), ...add, ...set(0)],
    ...[...again, ...end, ...end],
    ...[...get(0), ...get(1), ...isLess, ...when, ...get(1), ...get(0), ...sub, ...set(4)],
    ...[...found, ...rest, ...ones, ...get(3), ...add, ...set(3), ...end],
    ...get(3),
  ];
}

/** A module of the two functions and the memory; sections and their numbers in the order of the specification. */
function moduleOf(spread: Spread, pages: number): Uint8Array<ArrayBuffer> {
  const types = [
    [0x60, 2, i32, i32, 1, i32],
    [0x60, 3, i32, i32, i32, 1, i32],
  ];
  const bodies = [
    [2, 4, i32, 4, v128, ...suspect(spread), ...end],
    [2, 2, i32, 1, v128, ...count(), ...end],
  ];
  const exported = [
    [...name('memory'), 2, 0],
    [...name('suspect'), 0, 0],
    [...name('count'), 0, 1],
  ];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // `\0asm`, version 1
    ...section(1, list(types)),
    ...section(3, [2, 0, 1]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, list(exported)),
    ...section(10, list(bodies.map((body) => [...unsigned(body.length), ...body]))),
  ]);
}

function section(id: number, content: Code): Code {
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly Code[]): Code {
  return [...unsigned(items.length), ...items.flat()];
}

function name(text: string): Code {
  return [text.length, ...Buffer.from(text)];
}

/** LEB128 of a number from 0. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 of a number of 32 bits with a sign. */
function signed(value: number): Code {
  const isLast = value >= -0x40 && value < 0x40;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
