import { possible, secrets } from '../detectors/key.ts';
import type { Document, Inspection } from '../model/document.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { mask } from '../text/mask.ts';

/** Where a thing stands is not touched: it is what the thing is known by. */
const identity: ReadonlySet<string> = new Set(['file', 'place']);

/**
 * Masks the keys in all that is kept of a file. A key may be given as the name of an agent or as its model, stand in a
 * URL or in the reason of a suppression, or be put together from pieces: none of these may carry it out.
 */
export function redact(inspection: Inspection, document: Document, rules: RuleSet): void {
  const kinds = possible(document.hits, rules);
  if (kinds.length === 0) return;

  const found = [...new Set([...secrets(document, rules)].map(({ secret }) => secret.reveal()))];
  const shapes = kinds.filter(({ assignment }) => assignment.length === 0).map(({ pattern }) => pattern.source);
  const clean = (text: string): string => {
    const known = found.reduce((rest, secret) => rest.replaceAll(secret, () => mask(secret)), text);
    return shapes.reduce(
      (rest, shape) =>
        rest.replace(new RegExp(shape, 'g'), (all, ...groups) => {
          const secret = typeof groups[0] === 'string' ? groups[0] : all;
          return all.replace(secret, () => mask(secret));
        }),
      known,
    );
  };
  mend(inspection, clean);
}

/** Changes strings where they stand, with a stack of its own: what is kept of a file may be nested as deeply as the file. */
function mend(root: object, clean: (text: string) => string): void {
  const seen = new Set<object>([root]);
  const open = [root];
  for (let one = open.pop(); one; one = open.pop()) {
    for (const [name, value] of Object.entries(one)) {
      if (typeof value === 'string' && value.length >= 16 && !identity.has(name)) {
        const cleaned = clean(value);
        if (cleaned !== value) Object.assign(one, { [name]: cleaned });
      } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
        seen.add(value);
        open.push(value);
      }
    }
  }
}
