import type { Reader } from '../model/document.ts';
import type { VariableFact } from '../model/fact.ts';
import { Lines } from '../text/position.ts';
import { references } from '../text/workflow.ts';
import { entryFacts, type Leaf } from './entries.ts';
import { yamlLeaves } from './yaml.ts';

/** CI workflows and composite actions: their entries, and the secrets and variables that their expressions name. */
export const workflow: Reader = {
  id: 'workflow',
  read(text) {
    const { list, trouble } = yamlLeaves(text);
    const facts = [...entryFacts(text, list), ...variableFacts(text, list)];
    return { facts, exports: [], manifest: null, entry: true, trouble };
  },
};

/** Looks into the text of each value as it is written, so that the positions hold in blocks and quotes alike. */
function variableFacts(text: string, leaves: readonly Leaf[]): VariableFact[] {
  const lines = new Lines(text);
  return leaves.flatMap(({ start, end }) =>
    references(text.slice(start, end)).map(({ name, offset }) => ({
      kind: 'variable' as const,
      name,
      fallback: null,
      at: lines.at(start + offset),
      within: null,
    })),
  );
}
