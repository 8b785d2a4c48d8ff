import type { Document } from '../../model/document.ts';
import type { GrantEvidence } from '../../model/evidence.ts';
import type { EntryFact } from '../../model/fact.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { isEnvironmentFile, isTemplate } from '../../text/environment-file.ts';
import { documentsOf, textAt } from '../manifests.ts';
import { granted } from './granted.ts';
import { named } from './named.ts';
import { weighed } from './value.ts';

type Entries = readonly EntryFact[];

/** Files of tests, and of programs that check or encrypt environment files. */
const aside = /\.env\.(?:.*\.)?(?:test|tests|testing|ci|e2e|schema|vault|keys)$|(?:^|\/)(?:test|ci|e2e)\.env$/i;

/** What an environment file or a Secret of Kubernetes holds. It is handed over where the whole is, or where code reads it beside itself. */
export function* held(document: Document, rules: RuleSet): Iterable<GrantEvidence> {
  const { file, facts } = document;
  if (isEnvironmentFile(file)) {
    if (!aside.test(file)) yield* inFile(document, rules);
    return;
  }
  if (!/\.ya?ml$/i.test(file)) return;
  const entries = facts.filter((fact) => fact.kind === 'entry');
  for (const own of documentsOf(entries)) yield* inSecret(document, own, rules);
}

function* inFile(document: Document, rules: RuleSet): Iterable<GrantEvidence> {
  const { file, facts } = document;
  const isOnly = isTemplate(file);
  for (const fact of facts) {
    if (fact.kind !== 'entry' || fact.path.length !== 1) continue;
    const name = String(fact.path[0]);
    const found = named(name, rules);
    if (!found) continue;
    const variable = found.what === 'model' ? null : found.variable;
    const weight = isOnly ? inTemplate(fact.value) : weighed(fact.value, variable);
    if (weight === null) continue;
    yield granted(document, {
      what: found.what,
      name,
      by: isOnly ? 'template' : 'env-file',
      at: fact.at,
      service: variable?.service ?? null,
      of: file,
      confidence: weight,
    });
  }
}

/** A template tells by its names. What is a switch, or says that it is none, is no credential. */
function inTemplate(value: string): 'high' | null {
  return /^(?:true|false|none|null|disabled|off)$/i.test(value.trim()) ? null : 'high';
}

/** A Secret by its keys; a token of a service account that is kept in one never ends. */
function* inSecret(document: Document, entries: Entries, rules: RuleSet): Iterable<GrantEvidence> {
  const kind = textAt(entries, ['kind']) ?? '';
  if (!/^(?:Secret|SealedSecret|ExternalSecret)$/.test(kind)) return;
  const name =
    textAt(entries, ['spec', 'target', 'name']) ??
    textAt(entries, ['spec', 'template', 'metadata', 'name']) ??
    textAt(entries, ['metadata', 'name']);
  if (name === null) return;
  if (textAt(entries, ['type']) === 'kubernetes.io/service-account-token') {
    yield* lasting(document, entries);
    return;
  }
  for (const { key, at } of entries.flatMap(keyOf)) {
    const found = named(key, rules);
    const service = found && found.what !== 'model' ? found.variable.service : null;
    const what = found?.what ?? 'credential';
    yield granted(document, { what, name: key, by: 'secret', at: at.at, service, of: `secret:${name}` });
  }
}

function keyOf(at: EntryFact): { key: string; at: EntryFact }[] {
  const { path, value } = at;
  const key = path.at(-1);
  const isData =
    path.length === 2
      ? /^(?:data|stringData)$/.test(String(path[0]))
      : path[0] === 'spec' && path[1] === 'encryptedData';
  if (isData && typeof key === 'string') return [{ key, at }];
  const isRemote = path[0] === 'spec' && path[1] === 'data' && key === 'secretKey';
  return isRemote && value !== '' ? [{ key: value, at }] : [];
}

function* lasting(document: Document, entries: Entries): Iterable<GrantEvidence> {
  const at = entries.find(({ path }) => path.at(-1) === 'kubernetes.io/service-account.name');
  if (!at || at.value === '') return;
  const namespace = textAt(entries, ['metadata', 'namespace']);
  const name = `k8s:${namespace === null ? '' : `ns/${namespace}/`}sa/${at.value}`;
  yield granted(document, { what: 'lasting', name, by: 'secret', at: at.valueAt });
}
