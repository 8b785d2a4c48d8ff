import { RollcallError } from '../../../model/error.ts';
import type { Registry } from '../../../model/registry.ts';
import type { Exporter } from './format.ts';

/** Fields that a card has to have and of which a registry knows nothing. */
const unknown = ['supportedInterfaces', 'version', 'capabilities', 'defaultInputModes', 'defaultOutputModes', 'skills'];

/**
 * The beginning of an agent card. A card is public, so it tells of an agent what it is and what for, and nothing of where it
 * lives or what it may do. What is not known is left out rather than made up. Shape: AgentCard of
 * https://github.com/a2aproject/A2A/blob/main/specification/a2a.proto
 */
export const a2a: Exporter = {
  render: (registry) => {
    const { name, purpose } = only(registry);
    return `${JSON.stringify({ name, ...(purpose === null ? {} : { description: purpose }) }, null, 2)}\n`;
  },
  notes: (registry) => {
    const missing = only(registry).purpose === null ? ['description', ...unknown] : unknown;
    return [`a stub: fill in ${missing.join(', ')} before it is a card`];
  },
};

function only({ entries }: Registry) {
  const [entry] = entries;
  if (entry && entries.length === 1) return entry;
  throw new RollcallError('usage', 'an agent card is of one agent', { hint: 'Say of which: --id ID' });
}
