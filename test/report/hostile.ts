import type { Evidence } from '../../src/model/evidence.ts';
import type { Report } from '../../src/model/report.ts';
import { agent, assess, everyKind, finding, problem, report } from './sample.ts';

/** What a hostile tree may have for a name: it would move a cursor, turn a text around, give orders to a CI runner, inject markup. */
export const hostile: readonly string[] = [
  '\u001b[2J\u001b[31mred\u0007',
  '\u009b31m',
  'a\u202egnp.exe',
  'zero\u200bwidth\u2060',
  '\ud800 half',
  '::error file=x::pwned',
  'x\n::add-mask::y',
  'x\r\n##[error]pwned',
  '##vso[task.complete result=Failed]',
  '<script>alert(1)</script>',
  '![x](https://evil.example/p.png)',
  '[click](javascript:alert(1))',
  '@acme/security #12 https://evil.example',
  'pipe | pipe `tick` ``` fence',
  '| --- | --- |',
  '*bold* _it_ ~~no~~ $x$ &lt;',
  '{0} {1}',
  '../../etc/passwd',
  'C:\\temp\\x',
  '__proto__',
  'e\u0301'.repeat(40),
  '漢字'.repeat(60),
];

/** A report in which every name that scanned content decides is `name`. */
export function named(name: string): Report {
  const subject = agent(name, {
    name,
    repository: name,
    providers: [name],
    hosts: [name],
    models: [name],
    frameworks: [name],
    tools: [{ name, access: 'write', approval: 'none' }],
    mcpServers: [name],
    credentials: [{ env: name, ref: name, fingerprint: null, provider: null }],
    dataSinks: [name],
    members: [name],
    owner: name,
    evidence: everyKind.map((one) => ({ ...rename(one, name), attachedBy: 'unit' })),
  });
  const drift = [{ facet: 'tools', value: name, severity: 'high', note: name }] as const;
  return report({
    assessments: [assess(subject), assess(subject, 'drifted', { entry: name, drift })],
    components: [{ id: name, kind: 'library', name, repository: name, path: name, evidence: [] }],
    findings: [
      finding('RC201', { message: name, file: name, agent: subject.id, repository: name }),
      finding('RC301', { message: `A tool called ${name} can write`, file: `src/${name}`, repository: name }),
    ],
    problems: [problem({ place: name, file: name, message: name })],
    run: {
      ...report().run,
      complete: false,
      targets: [name],
      places: [{ id: name, source: 'git', commit: 'c0ffee'.padEnd(40, '0') }],
      registry: { origin: name, ref: { name, commit: 'c0ffee'.padEnd(40, '0') }, digest: null },
      config: { origin: name, digest: 'sha256:def' },
      baseline: { origin: name, digest: 'sha256:def' },
      coverage: { repositories: 1, files: 1, bytes: 1, skipped: [{ reason: name, count: 1 }], history: null },
    },
  });
}

function rename(evidence: Evidence, name: string): Evidence {
  const texts = Object.entries(evidence).map(([key, value]) =>
    ['symbol', 'name', 'host', 'path', 'module', 'target', 'package', 'file', 'within', 'masked'].includes(key)
      ? [key, name]
      : [key, value],
  );
  // Texts are exchanged for texts, so the kind of evidence stays what it was.
  return Object.fromEntries(texts) as Evidence;
}
