import { Gathered } from './gathered.ts';
import { type Hello, helloOf } from './hello.ts';
import { type Lookup, lookupOf } from './names.ts';
import { beginsHello, handshakeOf } from './record.ts';
import { beginsRequest, headEnd, type Request, requestOf } from './request.ts';

/** What was understood of what somebody sent. */
export type Said =
  | { readonly kind: 'hello'; readonly hello: Hello; readonly transport: 'tcp' | 'quic' }
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'lookup'; readonly lookup: Lookup };

type Mode = 'open' | 'unsure' | 'hello' | 'request' | 'names' | 'closed';

/** No more is kept of what one side says. */
const most = 16_384;

/** Whether bytes begin something that is listened to. */
export function begins(bytes: Buffer): boolean | 'unsure' {
  const hello = beginsHello(bytes);
  return hello === false ? beginsRequest(bytes) : hello;
}

/**
 * What one side of a connection says, in order. It listens where a segment begins as a ClientHello or a request does, which may
 * stand behind other words (STARTTLS, SOCKS, CONNECT), and hears nothing more behind a ClientHello: that is encrypted.
 */
export class Speech {
  /** Bytes that are passed over before something may begin again. */
  skip = 0;
  #mode: Mode;
  /** Where it goes back to. */
  readonly #base: 'open' | 'names';
  #needed = 0;
  #searched = 0;
  /** The host that a tunnel was asked for. */
  #tunnel: string | null = null;
  readonly #held = new Gathered(most);

  constructor(mode: 'open' | 'names') {
    this.#mode = mode;
    this.#base = mode;
  }

  get isClosed(): boolean {
    return this.#mode === 'closed';
  }

  /** Bytes that are kept. */
  get held(): number {
    return this.#held.size;
  }

  /** Takes what comes next. */
  *hear(bytes: Buffer): Iterable<Said> {
    let rest: Buffer | null = bytes;
    while (rest && rest.length > 0 && this.#mode !== 'closed') {
      if (this.skip > 0) {
        const step = Math.min(this.skip, rest.length);
        this.skip -= step;
        rest = rest.subarray(step);
        continue;
      }
      rest = yield* this.#step(rest);
    }
  }

  /** Something is missing, or all is over: what there is must do. */
  *lose(): Iterable<Said> {
    const { bytes } = this.#held;
    if (this.#mode === 'hello') yield* this.#hello(true);
    else if (this.#mode === 'request') yield* this.#request(bytes, bytes.length);
    this.skip = 0;
    this.#rest(this.#mode === 'closed' ? 'closed' : this.#base);
  }

  /** Takes a part, and gives what of it is left. */
  *#step(bytes: Buffer): Generator<Said, Buffer | null> {
    if (this.#mode === 'open' || this.#mode === 'unsure') {
      if (this.#mode === 'open' && begins(bytes) === false) return null;
      const before = this.#held.size;
      this.#held.add(bytes);
      const all = this.#held.bytes;
      if (begins(all) === 'unsure') this.#mode = 'unsure';
      else if (begins(all) === false) this.#rest('open');
      else this.#mode = beginsHello(all) === true ? 'hello' : 'request';
      if (this.#mode === 'unsure' || this.#mode === 'open') return null;
      return yield* this.#more(bytes, before);
    }
    const before = this.#held.size;
    this.#held.add(bytes);
    return yield* this.#more(bytes, before);
  }

  /** Goes on with what is kept now; `before`: how much that was before the last part came. */
  *#more(bytes: Buffer, before: number): Generator<Said, Buffer | null> {
    if (this.#mode === 'hello') return yield* this.#hello(this.#held.isFull);
    const used = this.#mode === 'names' ? yield* this.#lookup() : yield* this.#head();
    return used === null ? null : bytes.subarray(Math.max(0, used - before));
  }

  *#hello(isAll: boolean): Generator<Said, null> {
    if (!isAll && this.#held.size < this.#needed) return null;
    const shake = handshakeOf(this.#held.bytes, isAll);
    if (shake.kind === 'more') {
      this.#needed = shake.bytes;
      return null;
    }
    const hello = shake.kind === 'hello' ? helloOf(shake.body) : null;
    this.#rest(hello ? 'closed' : 'open');
    // What goes through a tunnel was told of when it was asked for.
    if (hello && (hello.name === null || hello.name.toLowerCase() !== this.#tunnel))
      yield { kind: 'hello', hello, transport: 'tcp' };
    return null;
  }

  *#head(): Generator<Said, number | null> {
    const { bytes, isFull } = this.#held;
    const end = headEnd(bytes, this.#searched);
    this.#searched = bytes.length;
    if (end < 0 && !isFull) return null;
    const at = end < 0 ? bytes.length : end;
    yield* this.#request(bytes, at);
    this.#rest('open');
    return at;
  }

  *#request(bytes: Buffer, end: number): Generator<Said, void> {
    const request = requestOf(bytes.toString('latin1', 0, end));
    if (!request) return;
    this.skip = request.body;
    if (request.method === 'CONNECT') this.#tunnel = request.host;
    yield { kind: 'request', request };
  }

  /** A message of DNS, behind its length. One that is too long is passed over. */
  *#lookup(): Generator<Said, number | null> {
    const { bytes } = this.#held;
    if (bytes.length < 2) return null;
    const size = bytes.readUInt16BE(0) + 2;
    if (size > most) {
      this.skip = size - bytes.length;
      this.#rest('names');
      return Math.min(size, bytes.length);
    }
    if (bytes.length < size) return null;
    const lookup = lookupOf(bytes.subarray(2, size));
    this.#rest('names');
    if (lookup) yield { kind: 'lookup', lookup };
    return size;
  }

  #rest(mode: Mode): void {
    this.#mode = mode;
    this.#needed = 0;
    this.#searched = 0;
    this.#held.clear();
  }
}
