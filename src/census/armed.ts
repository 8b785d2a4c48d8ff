import type { Evidence } from '../model/evidence.ts';

/**
 * Whether a unit declares tools, or is connected to MCP servers, for a framework by which it asks a model. Who hands
 * them over is often a container that looks for them, so that no call names them.
 */
export function isArmed(uses: readonly Evidence[], evidence: readonly Evidence[]): boolean {
  const asking = new Set(uses.flatMap((one) => (asks(one) && one.framework !== null ? one.framework : [])));
  return evidence.some(
    ({ kind, framework }) => (kind === 'tool' || kind === 'connection') && framework !== null && asking.has(framework),
  );
}

function asks(one: Evidence): boolean {
  return one.kind === 'construct' || (one.kind === 'call' && /^(?:chat|run|other)$/.test(one.operation));
}
