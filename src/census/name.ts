import type { ConstructEvidence, DeclarationEvidence, Evidence } from '../model/evidence.ts';
import type { Manifest } from '../model/fact.ts';
import type { Unit } from './unit.ts';

/** The best name the evidence offers: the configuration's, that of the only agent construct, the manifest's, the folder's. */
export function nameOf(
  unit: Unit,
  evidence: readonly Evidence[],
  manifest: Manifest | null,
  repository: string,
): string {
  if (unit.name) return unit.name;
  const declared = evidence.flatMap((one) =>
    one.kind === 'declaration' && one.weight === 'use' && one.what !== 'model-node' ? (one.name ?? []) : [],
  );
  if (unit.kind === 'workflow' && declared[0]) return declared[0];
  const [only, ...more] = members(evidence);
  if (only && more.length === 0 && unit.kind !== 'workflow') return only;
  if (manifest?.name) return manifest.name;
  const parts = (unit.path === '.' ? repository : unit.path).split('/');
  // A file that is called what it is bears its name in its folder: `Refunds/workflow.json`.
  if (unit.kind === 'workflow' && parts.length > 1 && /^(?:work)?flow\.\w+$/i.test(parts.at(-1) ?? '')) parts.pop();
  return (parts.at(-1) ?? repository).replace(/\.(?:ya?ml|md|ipynb|json|py|[cm]?[jt]sx?)$/i, '');
}

/** Names of the agents, crews and graphs made inside one deployable, in code or in a file that describes them. */
export function members(evidence: readonly Evidence[]): readonly string[] {
  const names = evidence.flatMap((one) => (isMember(one) ? (one.name ?? []) : []));
  return [...new Set(names)].sort();
}

function isMember(one: Evidence): one is ConstructEvidence | DeclarationEvidence {
  if (one.kind === 'construct') return one.weight === 'use';
  const counts = one.context === 'production' || one.context === 'example';
  return one.kind === 'declaration' && one.what === 'agent-file' && counts;
}
