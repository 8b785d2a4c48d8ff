// Tells the judge of the torture corpus what a JSON report of rollcall says, in the judge's own words.

const kinds = new Map([
  ['call', 'llm-call'],
  ['construct', 'llm-call'],
  ['request', 'llm-call'],
  ['traffic', 'llm-call'],
  ['declaration', 'llm-call'],
  ['key', 'secret'],
  ['dependency', 'dependency'],
]);

/** A refusal to scan at all is told on stderr, and leaves no report. */
export function parse({ stdout, stderr, code }) {
  if (stdout.trim() === '') {
    const refused = code === 2 && /nothing to scan|registry/.test(stderr);
    return { findings: [], skipped: refused ? ['.'] : [], incomplete: refused };
  }
  const { agents: all, components, unattached, problems, run } = JSON.parse(stdout);
  // What somebody approved is no finding to anybody.
  const agents = all.filter(({ verdict }) => verdict.state !== 'approved');
  const witnesses = [...[...agents, ...components].flatMap(({ evidence }) => evidence), ...unattached];
  const findings = witnesses.flatMap((one) => {
    const kind = kindOf(one, witnesses);
    if (!kind) return [];
    // A call of a host that is nobody's, by a path of a model, names no provider.
    if (one.kind === 'traffic' && one.provider === null) return [];
    const places = one.kind === 'traffic' ? one.lines : [one];
    return places.map(({ file, line }) => ({ kind, provider: one.provider, file, line }));
  });
  const skipped = run.coverage.skipped.filter(({ reason }) => reason !== 'git-directory');
  return {
    findings: [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()],
    skipped: [...problems.map(({ file }) => file), ...skipped.map(({ reason }) => reason)],
    incomplete: !run.complete || code === 2,
  };
}

function kindOf(one, witnesses) {
  // A host that configuration names is where the calls of whatever reads it go; one that a log names was called.
  if (one.kind === 'endpoint') return /\.(?:json|ya?ml|toml|env|log)(?:\.gz)*$/.test(one.file) ? 'llm-call' : undefined;
  return isClient(one, witnesses) ? undefined : kinds.get(one.kind);
}

/** A client that is made is a call of its own only where no call through it is told of the same file. */
function isClient(one, witnesses) {
  const isMade = ({ kind, operation }) => kind === 'call' && operation === 'other';
  return isMade(one) && witnesses.some((other) => other.kind === 'call' && !isMade(other) && other.file === one.file);
}
