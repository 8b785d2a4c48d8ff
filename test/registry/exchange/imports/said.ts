import type { Given, Importer, Reading } from '../../../../src/registry/exchange/draft.ts';
import { readDocuments } from '../../../../src/registry/yaml.ts';

/** A file as an importer gets it: a text, or a value that is written as JSON. */
export function given(content: unknown): Given {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const { trees, faults } = readDocuments(text);
  return { text, documents: trees, faults };
}

export function read(importer: Importer, content: unknown): Reading {
  return importer.read(given(content));
}

/** What each record of a file says, without what it says nothing of, and what is left of it. */
export function said(importer: Importer, content: unknown): unknown {
  return read(importer, content).drafts.map(({ offset, ...facts }) => filled(facts) ?? {});
}

/** What the only record says. */
export function saidOfOne(importer: Importer, content: unknown): unknown {
  const all = said(importer, content);
  if (!Array.isArray(all) || all.length !== 1) throw new Error(`not one record: ${JSON.stringify(all)}`);
  return all[0];
}

/** A value without what says nothing in it. */
export function filled(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.length > 0 ? value.map(filled) : undefined;

  const fields = Object.entries(value).flatMap(([key, each]) => {
    const rest = filled(each);
    return rest === undefined ? [] : [[key, rest]];
  });
  return fields.length > 0 ? Object.fromEntries(fields) : undefined;
}
