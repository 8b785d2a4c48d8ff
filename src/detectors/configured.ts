import picomatch from 'picomatch';
import type { Document } from '../model/document.ts';
import type { Evidence, SettingEvidence, VariableEvidence, WorkloadEvidence } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { plainKey, type SettingKey, type SettingRole, type SettingsRule } from '../model/setting.ts';
import { type Address, address, hostRule } from '../text/host.ts';
import { evidenceBase } from './base.ts';
import { type Placeholder, placeholder } from './placeholder.ts';
import { providerOfModel } from './provider.ts';

/** No honest setting lies deeper. */
const deepest = 24;

/** What the keys of a configuration file set for code that reads it: models, base URLs, vendors, and credentials by reference. */
export function* configured(document: Document, rules: RuleSet): Iterable<Evidence> {
  for (const { rule, matches, byName } of matchers(rules.settings)) {
    if (!matches(document.file)) continue;
    const found = document.facts.flatMap((fact) =>
      fact.kind === 'entry' ? (settingAt(fact, rule, byName) ?? []) : [],
    );
    if (rule.serves) yield* server(document, found, rules);
    const elsewhere = redirected(found, rules);
    for (const setting of found) yield* meaning(document, setting, elsewhere, rules);
  }
}

/** A model server or gateway that a file sets up. */
function* server(document: Document, [first]: readonly Setting[], { subjects }: RuleSet): Iterable<WorkloadEvidence> {
  if (!first) return;
  const { rule: id } = first.rule;
  const provider = subjects.get(id)?.kind === 'provider' ? id : null;
  const name = subjects.get(id)?.name ?? id;
  yield {
    kind: 'workload',
    ...base(document, first, provider),
    name,
    image: null,
    build: null,
    serves: true,
    triggers: [],
  };
}

/** A key that sets something, and its value. */
interface Setting {
  readonly rule: SettingsRule;
  readonly role: SettingRole;
  readonly fact: EntryFact;
  /** As the rule calls it; null where the key names nobody. */
  readonly vendor: Vendor | null;
  readonly value: Placeholder;
}

type Vendor = SettingsRule['vendors'][number];

function settingAt(fact: EntryFact, rule: SettingsRule, byName: ReadonlyMap<string, SettingKey[]>): Setting | null {
  const path = segments(fact.path);
  const keys = [...(byName.get(path.at(-1) ?? '') ?? []), ...(byName.get('*') ?? [])];
  if (keys.length === 0 || path.length > deepest || !rule.under.every((part, index) => path[index] === part))
    return null;

  const below = path.slice(rule.under.length);
  for (const { at, role } of keys) {
    const fit = fits(at, below, rule);
    if (fit) return { rule, role, fact, vendor: fit.vendor, value: placeholder(fact.value) };
  }
  return null;
}

/** The keys of an entry, as they are compared. A dotted key leads down; a profile (`%dev`) and an index do not. */
function segments(path: EntryFact['path']): string[] {
  return path
    .flatMap((key) => (typeof key === 'number' ? [] : key.split(/[.:]|__|\[\d{1,9}\]/)))
    .filter((key) => key !== '' && !key.startsWith('%'))
    .map((key) => plainKey(key.replace(/^"|"$/g, '')));
}

function fits(
  [head, ...rest]: readonly string[],
  path: readonly string[],
  rule: SettingsRule,
): { readonly vendor: Vendor | null } | null {
  if (head === undefined) return path.length === 0 ? { vendor: null } : null;
  if (head === '**') {
    for (let skipped = 0; skipped <= path.length; skipped++) {
      const fit = fits(rest, path.slice(skipped), rule);
      if (fit) return fit;
    }
    return null;
  }
  if (head !== '{vendor}') return head === '*' || head === path[0] ? fits(rest, path.slice(1), rule) : null;

  const vendor = rule.vendors.find(([name]) => name.every((part, index) => path[index] === part));
  return vendor && fits(rest, path.slice(vendor[0].length), rule) ? { vendor } : null;
}

/** Vendors whose client a base URL points at somebody else, and at whom. */
function redirected(settings: readonly Setting[], rules: RuleSet): ReadonlyMap<Vendor, string> {
  const found = new Map<Vendor, string>();
  for (const { role, vendor, value } of settings) {
    const to = role === 'base-url' && vendor ? destination(value) : null;
    const host = to && hostRule(to, rules);
    if (vendor && host && host.provider !== vendor[1]) found.set(vendor, host.provider);
  }
  return found;
}

/** Where a base URL leads, by itself or inside a connection string: `Endpoint=https://…;Key=…`. */
function destination({ text }: Placeholder): Address | null {
  if (text === null) return null;
  return address(/(?:^|;)\s{0,9}Endpoint=([^;\s]{1,500})/i.exec(text)?.[1] ?? text);
}

function* meaning(
  document: Document,
  setting: Setting,
  elsewhere: ReadonlyMap<Vendor, string>,
  rules: RuleSet,
): Iterable<SettingEvidence | VariableEvidence> {
  const { role, vendor, value } = setting;
  const provider = vendor && (elsewhere.get(vendor) ?? vendor[1]);
  switch (role) {
    case 'model':
      if (value.text === null && !value.isOpen) return;
      yield {
        ...set(document, setting, provider ?? (value.text === null ? null : providerOfModel(value.text, rules))),
        models: value.text === null ? [] : [value.text],
        dynamic: value.isOpen ? ['models'] : [],
      };
      return;
    case 'base-url': {
      const to = destination(value);
      const host = to && hostRule(to, rules);
      if ((!vendor && !host) || (!to && !value.isOpen)) return;
      yield {
        ...set(document, setting, provider ?? host?.provider ?? null),
        hosts: to ? [to.port === null ? to.host : `${to.host}:${to.port}`] : [],
        dynamic: value.isOpen ? ['hosts'] : [],
        instead: vendor && elsewhere.has(vendor) ? vendor[1] : null,
      };
      return;
    }
    case 'provider': {
      const named = value.text === null ? null : vendorNamed(value.text, setting.rule, rules);
      if (named !== null) yield set(document, setting, named);
      return;
    }
    case 'key':
      if (value.isOpen || value.text !== null) yield* credential(document, setting, provider ?? ownerOf(value, rules));
      return;
    default:
      role satisfies never;
  }
}

/** Whose key an environment variable holds, by its name. */
function ownerOf({ env }: Placeholder, { variables }: RuleSet): string | null {
  return (env === null ? null : variables.get(env)?.provider) ?? null;
}

/** A key says whose client is set up, and where the credential comes from; one that is written out is found by its shape. */
function* credential(
  document: Document,
  setting: Setting,
  provider: string | null,
): Iterable<SettingEvidence | VariableEvidence> {
  const { env, ref } = setting.value;
  yield set(document, setting, provider);
  if (env === null && ref === null) return;
  yield {
    kind: 'variable',
    ...base(document, setting, provider),
    name: env ?? nameOf(setting.fact),
    secret: true,
    ref,
  };
}

function set(document: Document, setting: Setting, provider: string | null): SettingEvidence {
  const name = nameOf(setting.fact);
  return {
    kind: 'setting',
    ...base(document, setting, provider),
    name,
    models: [],
    hosts: [],
    dynamic: [],
    instead: null,
  };
}

function base(document: Document, { rule, fact }: Setting, provider: string | null) {
  const { rule: id, framework, bound } = rule;
  const confidence = bound ? 'high' : 'medium';
  return evidenceBase(document, fact.at, { rule: id, framework, provider, confidence, weight: 'mention' });
}

function nameOf({ path }: EntryFact): string {
  return path.join('.');
}

/** The vendor that a value names, in the words of the framework or by an id that everybody knows. */
function vendorNamed(value: string, { vendors }: SettingsRule, { aliases }: RuleSet): string | null {
  const plain = plainKey(value.replaceAll('.', ''));
  const known = vendors.find(([name]) => name.join('') === plain);
  return known ? known[1] : (aliases.get(value.toLowerCase().replaceAll('_', '-')) ?? null);
}

interface Matcher {
  readonly rule: SettingsRule;
  readonly matches: (path: string) => boolean;
  /** Keys by their last segment, which is always a name. */
  readonly byName: ReadonlyMap<string, SettingKey[]>;
}

/** Patterns are compiled once for a rule set. */
const compiled = new WeakMap<readonly SettingsRule[], readonly Matcher[]>();

function matchers(settings: readonly SettingsRule[]): readonly Matcher[] {
  const known = compiled.get(settings) ?? settings.map(matcher);
  compiled.set(settings, known);
  return known;
}

function matcher(rule: SettingsRule): Matcher {
  const byName = new Map<string, SettingKey[]>();
  for (const key of rule.keys) {
    const name = key.at.at(-1) ?? '';
    byName.set(name, [...(byName.get(name) ?? []), key]);
  }
  return { rule, matches: picomatch(rule.files, { dot: true, nocase: true }), byName };
}
