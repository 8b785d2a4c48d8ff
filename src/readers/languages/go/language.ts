import type { Language } from '../../code/language.ts';
import { imports } from './words.ts';

/** Names that Go has by itself: no package of anybody declares them. */
const predeclared =
  /^(?:any|append|bool|byte|cap|clear|close|comparable|complex|complex128|complex64|copy|delete|error|false|float32|float64|imag|int|int16|int32|int64|int8|iota|len|make|max|min|new|nil|panic|print|println|real|recover|rune|string|true|uint|uint16|uint32|uint64|uint8|uintptr|_)$/;

/** Go. */
export const go: Language = {
  id: 'go',
  blocks: true,
  self: new Set(),
  constructors: new Set(),
  offersAll: false,
  wildcard: (name) => !predeclared.test(name) && 'only',
  environment: () => null,
  environmentCall({ module, path }) {
    return /^(?:os|syscall)\.(?:Getenv|LookupEnv)$/.test(`${module}.${path}`);
  },
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /\/\/[^\r\n]*|\/\*/y,
    close: { '/*': '*/' },
    quotes: `"'`,
    long: ['`'],
    prefix: null,
    imports,
    links: [],
    lines: true,
    declaring: null,
  },
};
