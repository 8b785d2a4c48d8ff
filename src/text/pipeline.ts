/** A CI system whose pipelines stand in files of a repository, beside GitHub and those that read its workflows. */
export type PipelineKind =
  | 'gitlab'
  | 'circleci'
  | 'azure'
  | 'bitbucket'
  | 'woodpecker'
  | 'buildkite'
  | 'travis'
  | 'codebuild'
  | 'jenkins';

const files: readonly (readonly [kind: PipelineKind, path: RegExp])[] = [
  [
    'gitlab',
    /(?:^|\/)(?:[^/]*\.gitlab-ci(?:[.-][^/]*)?\.ya?ml|\.gitlab\/(?:ci|pipelines?)\/.+\.ya?ml|\.gitlab-ci\/.+\.ya?ml)$/,
  ],
  ['circleci', /(?:^|\/)\.circleci\/[^/]+\.ya?ml$/],
  ['azure', /(?:^|\/)(?:[^/]*azure-pipelines?[^/]*\.ya?ml|\.?azure-pipelines\/.+\.ya?ml|\.azuredevops\/.+\.ya?ml)$/],
  ['bitbucket', /(?:^|\/)bitbucket-pipelines\.ya?ml$/],
  ['woodpecker', /(?:^|\/)(?:\.(?:drone|woodpecker)\.ya?ml|\.(?:drone|woodpecker)\/[^/]+\.ya?ml)$/],
  ['buildkite', /(?:^|\/)(?:\.buildkite\/[^/]+\.ya?ml|buildkite\.ya?ml)$/],
  ['travis', /(?:^|\/)\.travis\.ya?ml$/],
  ['codebuild', /(?:^|\/)buildspec[^/]*\.ya?ml$/],
  ['jenkins', /(?:^|\/)(?:[^/]+\.)?Jenkinsfile(?:\.[^/]+)?$/],
];

/** Keys that hold the lines of a script. */
const scripts: Readonly<Record<PipelineKind, ReadonlySet<string>>> = {
  gitlab: new Set(['script', 'before_script', 'after_script']),
  circleci: new Set(['run', 'command']),
  azure: new Set(['script', 'bash', 'pwsh', 'powershell', 'inlineScript']),
  bitbucket: new Set(['script', 'after-script']),
  woodpecker: new Set(['commands']),
  buildkite: new Set(['command', 'commands']),
  travis: new Set(
    'before_install install before_script script after_script after_success after_failure before_deploy after_deploy'.split(
      ' ',
    ),
  ),
  codebuild: new Set(['commands', 'finally']),
  jenkins: new Set(['sh', 'bat', 'powershell', 'pwsh']),
};

/** Which CI system reads a file, told by its path; null for none of them. */
export function pipelineKind(path: string): PipelineKind | null {
  return files.find(([, pattern]) => pattern.test(path))?.[0] ?? null;
}

/** Path of the job or step whose script an entry is (a line of); null for an entry that is no script. */
export function scriptOwner(
  kind: PipelineKind,
  path: readonly (string | number)[],
): readonly (string | number)[] | null {
  let end = path.length;
  while (typeof path[end - 1] === 'number') end--;
  const key = path[end - 1];
  if (typeof key !== 'string' || !scripts[kind].has(key)) return null;
  // CircleCI: `run: …` and `run: { command: … }` are the same.
  const nested = kind === 'circleci' && key === 'command';
  if (nested && path[end - 2] !== 'run') return null;
  return path.slice(0, nested ? end - 2 : end - 1);
}
