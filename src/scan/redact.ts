import { keysOf } from '../detectors/key.ts';
import { possible } from '../detectors/keys/found.ts';
import { occurrences } from '../detectors/keys/occurrences.ts';
import type { Document, Inspection } from '../model/document.ts';
import type { KeyRule } from '../model/key.ts';
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

  const found = keysOf(document, rules).found.flatMap(({ secret, written }) =>
    [secret.reveal(), ...written].map((text) => ({ text, mask: secret.toString() })),
  );
  const shapes = kinds.filter(({ context }) => context === 'none');
  mend(inspection, (text) => {
    const known = found.reduce((rest, one) => rest.replaceAll(one.text, () => one.mask), text);
    return shapes.reduce(masked, known);
  });
}

/** A text without what has the shape of a kind of key. */
function masked(text: string, rule: KeyRule): string {
  let [rest, from] = ['', 0];
  for (const { value, start, end } of occurrences(text, rule)) {
    rest += text.slice(from, start) + mask(value, rule.head);
    from = end;
  }
  return rest + text.slice(from);
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
