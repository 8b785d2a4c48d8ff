/** A variable by which a CI system says that a change is only proposed. */
interface Sign {
  readonly name: string;
  /** Values that say so, compared by their beginnings; none: any that is not empty, `false` or `0`. */
  readonly is?: readonly string[];
}

/** Signs of runs on what somebody proposes, and of runs that such a run sets off. */
const signs: readonly Sign[] = [
  // GitHub Actions, Gitea, Forgejo. A comment and a finished workflow may be those of a pull request.
  { name: 'GITHUB_EVENT_NAME', is: ['pull_request', 'merge_group', 'issue_comment', 'workflow_run'] },
  { name: 'GITHUB_HEAD_REF' },
  // GitLab
  { name: 'CI_MERGE_REQUEST_IID' },
  { name: 'CI_EXTERNAL_PULL_REQUEST_IID' },
  { name: 'CI_PIPELINE_SOURCE', is: ['merge_request_event', 'external_pull_request_event'] },
  // Bitbucket Pipelines
  { name: 'BITBUCKET_PR_ID' },
  // Azure Pipelines
  { name: 'BUILD_REASON', is: ['PullRequest'] },
  { name: 'SYSTEM_PULLREQUEST_PULLREQUESTID' },
  // CircleCI
  { name: 'CIRCLE_PULL_REQUEST' },
  { name: 'CIRCLE_PULL_REQUESTS' },
  { name: 'CIRCLE_PR_NUMBER' },
  // Jenkins: multibranch, GitHub pull request builder, Gerrit
  { name: 'CHANGE_ID' },
  { name: 'ghprbPullId' },
  { name: 'GERRIT_CHANGE_NUMBER' },
  // Travis CI, Buildkite
  { name: 'TRAVIS_PULL_REQUEST' },
  { name: 'BUILDKITE_PULL_REQUEST' },
  // Drone, Woodpecker
  { name: 'DRONE_PULL_REQUEST' },
  { name: 'CI_COMMIT_PULL_REQUEST' },
  { name: 'CI_PIPELINE_EVENT', is: ['pull_request'] },
  { name: 'CI_BUILD_EVENT', is: ['pull_request'] },
  // AppVeyor, Semaphore, Codefresh, Cirrus CI, Bitrise, Codemagic, Xcode Cloud
  { name: 'APPVEYOR_PULL_REQUEST_NUMBER' },
  { name: 'SEMAPHORE_GIT_PR_NUMBER' },
  { name: 'CF_PULL_REQUEST_ID' },
  { name: 'CF_PULL_REQUEST_NUMBER' },
  { name: 'CIRRUS_PR' },
  { name: 'BITRISE_PULL_REQUEST' },
  { name: 'CM_PULL_REQUEST' },
  { name: 'CI_PULL_REQUEST_NUMBER' },
  // AWS CodeBuild, Prow, Zuul
  { name: 'CODEBUILD_WEBHOOK_EVENT', is: ['PULL_REQUEST'] },
  { name: 'CODEBUILD_WEBHOOK_TRIGGER', is: ['pr/'] },
  { name: 'PULL_NUMBER' },
  { name: 'ZUUL_CHANGE' },
  // Netlify, Vercel, Render, Heroku
  { name: 'PULL_REQUEST' },
  { name: 'VERCEL_GIT_PULL_REQUEST_ID' },
  { name: 'IS_PULL_REQUEST' },
  { name: 'HEROKU_PR_NUMBER' },
];

/** The variable that tells a run on a pull request; `null` where none does. */
export function pullRequestSign(env: Readonly<Record<string, string | undefined>>): string | null {
  return signs.find((sign) => isGiven(sign, env[sign.name]?.trim() ?? ''))?.name ?? null;
}

function isGiven({ is }: Sign, value: string): boolean {
  if (is) return is.some((beginning) => value.startsWith(beginning));
  return !['', '0', 'false'].includes(value.toLowerCase());
}
