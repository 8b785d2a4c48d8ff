import type { Node } from './syntax.ts';
import type { Token } from './tokens.ts';

/** How many statements of a large text are kept. */
const most = 100_000;

/** Roots of what every program can reach without an import, its environment among them. */
const globals = [
  'process',
  'os',
  'import',
  'Deno',
  'Bun',
  'globalThis',
  'require',
  'fetch',
  'WebSocket',
  'EventSource',
];

/**
 * Picks from the statements of a large text those that can matter: imports, what is made or called of something
 * imported, requests to a URL, and strings that could name a host, a model or a package. It knows no scopes, so it
 * keeps too much rather than too little.
 */
export class Sieve {
  /** True once something was left out for want of room. */
  full = false;
  readonly #names = new Set(globals);
  #count = 0;

  keeps(node: Node): boolean {
    if (!this.#matters(node)) return false;
    this.full = this.#count >= most;
    if (this.full && node.k !== 'import') return false;
    this.#count += 1;
    return true;
  }

  /** Whether a call is worth looking at: of a name that matters, or of anything with a URL for its first argument. */
  mayCall(callee: Node, first: Token | undefined): boolean {
    return this.#isKnown(callee) || (first?.kind === 'text' && isUrl(first.value));
  }

  #matters(node: Node): boolean {
    switch (node.k) {
      case 'import':
        for (const { local } of node.names) this.#names.add(local);
        return true;
      case 'bind':
        return node.value !== null && this.#binds(node.target, node.value);
      case 'call':
        return true; // what may be called was asked before its arguments were read
      case 'text':
        return isNaming(node.text);
      case 'other': // a list of imports
        return node.parts.map((part) => this.#matters(part)).includes(true);
      default:
        return false;
    }
  }

  #binds(target: (Node & { k: 'bind' })['target'], value: Node): boolean {
    const matters = value.k === 'module' || (value.k === 'text' ? isNaming(value.text) : this.#isKnown(value));
    const name = target.t === 'name' ? target.name : target.t === 'member' ? root(target.node) : '';
    if (matters && name !== '') this.#names.add(name);
    return matters;
  }

  #isKnown(node: Node): boolean {
    return this.#names.has(root(node));
  }
}

/** The name that a chain of members and calls starts with; for a field, that of the field. */
function root(node: Node): string {
  let at = node;
  let member = '';
  while (at.k === 'member' || at.k === 'call') {
    if (at.k === 'member') member = at.name;
    at = at.k === 'member' ? at.of : at.callee;
  }
  if (at.k !== 'name') return '';
  return at.name === 'this' || at.name === 'self' ? `this.${member}` : at.name;
}

/** Whether it could name a host, a model or a package. */
function isNaming(text: string): boolean {
  return text.length >= 6 && text.length <= 500 && /[./:-]/.test(text) && !/[\s{}()]/.test(text);
}

function isUrl(text: string): boolean {
  return /^\w{2,10}:\/\//.test(text);
}
