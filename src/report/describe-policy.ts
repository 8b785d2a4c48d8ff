import type { Report } from '../model/report.ts';

type Run = Pick<Report, 'run'>;

/** Where the policy stands that a tree has by itself. */
const usual = {
  registry: /^\.rollcall\/(?:registry\.yaml(?: and \.rollcall\/agents)?|agents)$/,
  config: /^\.rollcall\/config\.yaml$/,
};

/**
 * Where registry, configuration and baseline come from, a line each, so that a gate that somebody weakened is seen: those
 * that are not where a tree has them, or all. `registry git:main:.rollcall/registry.yaml @ c0ffee1  sha256:1234abcd…`
 */
export function policyLines({ run: { registry, config, baseline } }: Run, verbose: boolean): string[] {
  const at = registry.ref ? ` @ ${registry.ref.commit.slice(0, 7)}` : '';
  const lines = [
    isTold(registry.origin, usual.registry, verbose)
      ? `registry ${registry.origin ?? 'none'}${at}${digest(registry)}`
      : '',
    isTold(config.origin, usual.config, verbose) ? `configuration ${config.origin ?? 'none'}${digest(config)}` : '',
    verbose ? `baseline ${baseline.origin ?? 'none'}${digest(baseline)}` : '',
  ];
  return lines.filter((line) => line !== '');
}

/** Where the change brings the first registry, nobody has to be told how to start one. */
export function startLine(report: Report): string {
  return report.comparison?.entries.length ? 'The change brings the first one.' : 'Start one with rollcall init.';
}

/** That nobody has approved anything yet; '' where there is a registry, or no agent to approve. */
export function unapprovedLine({ run: { registry }, summary }: Report): string {
  if (registry.digest !== null || summary.agents === 0) return '';
  const where = registry.origin === null ? 'No registry was found' : `There is no registry in ${registry.origin}`;
  return `${where}, so nothing is approved yet.`;
}

function isTold(origin: string | null, place: RegExp, verbose: boolean): boolean {
  return verbose || (origin !== null && !place.test(origin));
}

/** As much of a digest as tells two apart. */
function digest({ digest }: { readonly digest: string | null }): string {
  return digest === null ? '' : `  ${digest.slice(0, 15)}…`;
}
