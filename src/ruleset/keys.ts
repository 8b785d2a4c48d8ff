import type { KeyCheck, KeyGrant, KeyRule } from '../model/key.ts';
import type { KeyFile } from './key-schema.ts';
import { expand } from './template.ts';

/** What the keys of a rule file are taken from. */
export interface KeyOwner {
  readonly id: string;
  readonly docs: string;
  readonly hosts: readonly string[];
  /** Variables that hold its keys. */
  readonly env: readonly string[];
  readonly grants: KeyGrant;
  /** False where the file stands for keys of vendors that cannot be told. */
  readonly known: boolean;
  readonly keys: readonly KeyFile[];
}

/** The kinds of keys of one rule file. What a key does not say of itself is what its file says. */
export function keyRules(owner: KeyOwner): KeyRule[] {
  return owner.keys.map((key) => ({
    id: key.id,
    rule: owner.id,
    provider: owner.known ? owner.id : null,
    name: key.name,
    keywords: [key.keyword].flat().map((word) => word.toLowerCase()),
    pattern: new RegExp(key.pattern, 'g'),
    head: head(key.pattern),
    entropy: key.entropy,
    typical: expand(key.template).length,
    context: key.context,
    names: [...new Set([...key.names, ...owner.env])],
    words: key.words,
    hosts: (key.hosts ?? owner.hosts).map((host) => host.replace(/^\*\./, '').toLowerCase()).filter(isTelling),
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
    verify: key.verify ? { ...key.verify, body: key.verify.body ?? null } : null,
  }));
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
