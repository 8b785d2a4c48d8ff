import type { KeyCheck, KeyGrant, KeyRule } from '../model/key.ts';
import { base64Words } from '../text/base64-words.ts';
import { parts } from '../text/words.ts';
import type { KeyFile } from './key-schema.ts';
import type { Edge } from './keywords.ts';
import { keyQuestion } from './question.ts';
import { expand } from './template.ts';

/** What the keys of a rule file are taken from. */
export interface KeyOwner {
  readonly id: string;
  readonly docs: string;
  /** Other names of the vendor. */
  readonly aliases: readonly string[];
  /** What tells its SDK in code. */
  readonly code: readonly KeyWord[];
  readonly hosts: readonly string[];
  /** Variables that hold its keys. */
  readonly env: readonly string[];
  readonly grants: KeyGrant;
  /** False where the file stands for keys of vendors that cannot be told. */
  readonly known: boolean;
  readonly keys: readonly KeyFile[];
}

/** A word of which one must be in a text that holds a key: what keys begin with or hold, or a name or host beside them. */
export interface KeyWord {
  readonly text: string;
  readonly edge: Edge;
  /** As it has to be spelled; `null`: in any case. */
  readonly exact: string | null;
}

/** The words of a kind of key, each in all its spellings: `cohere_api_key` stands as `cohereApiKey` in code. */
export function keyWords(key: KeyFile, { id, aliases, code, hosts, env }: KeyOwner): readonly KeyWord[] {
  if (key.context === 'variable') return env.flatMap(spellings);
  const plain = key.pattern.replaceAll('\\', '');
  const named = [key.keyword].flat().flatMap((text): readonly KeyWord[] => {
    const isHead = plain.startsWith(text) || ['(', ':', '|'].some((before) => plain.includes(`${before}${text}`));
    const word = { text: text.toLowerCase(), exact: text };
    // A word with a capital is what a key begins with: of this one, or of one beside it.
    if (isHead || /[a-z][-_]$/i.test(text) || /^[A-Z]+$/.test(text)) return [{ ...word, edge: 'prefix' }];
    if (plain.includes(text)) return [{ ...word, edge: 'free' }];
    return spellings(text);
  });
  // What a key begins with, as it looks in base64: of a head of three or four letters no word of its own is left.
  const encoded = named.flatMap(({ exact }) => (exact === null ? [] : base64Words(exact)));
  const asked = key.context === 'none' ? [] : (key.hosts ?? hosts).map(bare).filter(isTelling);
  // A key without a head of its own is looked for where its vendor is named: in a setting, or by the code of its SDK.
  const isTold = named.every(({ exact }) => exact === null || !plain.includes(exact));
  const called = new Set([id, ...aliases].flatMap((name) => [name, name.replaceAll('-', '_')]));
  const settings = [...called].filter((name) => !named.some(({ text }) => text === name)).flatMap(settingWords);
  return [
    ...named,
    ...(isTold ? [...code, ...settings] : []),
    ...encoded.map((text) => ({ text: text.toLowerCase(), edge: 'free', exact: text }) as const),
    ...asked.map((text) => ({ text, edge: 'free', exact: null }) as const),
  ];
}

/** A vendor as a setting names it; its name alone may be an everyday word. */
function settingWords(id: string): readonly KeyWord[] {
  const free = [`"${id}"`, `'${id}'`, `[${id}]`, `.${id}]`, `model: ${id}/`].map(
    (text) => ({ text, edge: 'free', exact: null }) as const,
  );
  const bare = [`provider: ${id}`, `provider=${id}`, `provider = ${id}`];
  return [...free, ...bare.map((text) => ({ text, edge: 'letters', exact: null }) as const)];
}

/** A name as it may be written: with underscores, with hyphens, with dots, in one. */
function spellings(name: string): readonly KeyWord[] {
  const text = name.toLowerCase();
  const all = new Set(['', '-', '_', '.'].map((sign) => text.replaceAll(/[-_]/g, sign))).add(text);
  return [...all].map((spelling) => ({ text: spelling, edge: 'letters', exact: null }));
}

/** The kinds of keys of one rule file. What a key does not say of itself is what its file says. */
export function keyRules(owner: KeyOwner): KeyRule[] {
  return owner.keys.map((key) => ({
    id: key.id,
    rule: owner.id,
    provider: owner.known ? owner.id : null,
    name: key.name,
    keywords: [...new Set(keyWords(key, owner).map(({ text }) => text))],
    literals: literals(key),
    pattern: new RegExp(key.pattern, 'g'),
    head: head(key.pattern),
    entropy: key.entropy,
    typical: expand(key.template).length,
    context: key.context,
    names: [...new Set([...key.names, ...owner.env])],
    words: key.words.map((word) => parts(word).join(' ')),
    split: key.words.flatMap(splitWord),
    vendors: [...new Set([owner.id, ...owner.aliases, ...key.words].map((name) => parts(name).join('')))],
    hosts: (key.hosts ?? owner.hosts).map(bare).filter(isTelling),
    publicBy: key.public.map((word) => word.toLowerCase()),
    checks: key.checks.map(compiled),
    expiry: key.expiry ?? null,
    dummies: key.dummies.map((pattern) => new RegExp(pattern, 'i')),
    published: key.published,
    secret: key.secret,
    grants: key.grants ?? owner.grants,
    severity: key.severity ?? null,
    can: key.can,
    revoke: key.revoke,
    docs: key.docs ?? owner.docs,
    verify: keyQuestion(key.verify),
  }));
}

/** A word of five letters or more, wherever it may be split in two. */
function splitWord(word: string): readonly RegExp[] {
  if (!/^[a-z\d]{5,}$/.test(word)) return [];
  return [new RegExp(` ${[...word].join(' ?')}(?: (?:ai|api|key|token|client|cloud|auth|\\d{1,2}))? `)];
}

/** None, where one of the keywords is no part of the key: what it spells may then be written in other ways. */
function literals({ keyword, pattern }: KeyFile): string[] {
  const words = [keyword].flat();
  const plain = pattern.replaceAll('\\', '');
  return words.every((word) => plain.includes(word)) ? words : [];
}

function bare(host: string): string {
  return host.replace(/^\*\./, '').toLowerCase();
}

function isTelling(host: string): boolean {
  return host.length >= 5 && !host.includes('*');
}

function compiled(check: KeyFile['checks'][number]): KeyCheck {
  return 'pattern' in check ? { ...check, pattern: new RegExp(check.pattern) } : check;
}

/** The characters that a pattern begins with, up to the first that stands for others. */
function head(pattern: string): string {
  const literal = /^(?:[A-Za-z0-9_/-]|\\[.|/-])*/.exec(pattern)?.[0] ?? '';
  const repeated = /^[?*{+]/.test(pattern.slice(literal.length));
  const whole = literal.replaceAll('\\', '');
  return repeated ? whole.slice(0, -1) : whole;
}
