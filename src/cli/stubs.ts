/** The configuration that `rollcall init` writes: every key there is, each as a comment, so that the file changes nothing yet. */
export const configStub = `# yaml-language-server: $schema=../node_modules/rollcall/rules/schema/config.schema.json
# How rollcall scans this repository. Flags win over ROLLCALL_* variables, those win over this file.

# registry: .rollcall/registry.yaml

# What is found today is accepted, so that only what is new fails: rollcall baseline create
# baseline: .rollcall/baseline.json

# Marks of other scanners beside a key that count too.
# acceptMarks: [gitleaks, trufflehog, detect-secrets]

# What makes a scan fail: levels, ids of checks, words for verdicts.
# failOn: [unregistered, pending, ambiguous, high]

# include: ['services/**']
# exclude: ['third_party/**']

# Where an agent begins, where rollcall sees it differently.
# units:
#   - { path: services/triage, name: Billing triage }
#   - { path: sandbox, ignore: true }

# Findings that are accepted, with a reason and for a while.
# ignore:
#   - { check: RC201, path: 'docs/**', reason: made-up keys of the tutorial, until: 2030-01-01 }

# checks: { RC105: off, RC202: critical }

# What an approval has to live up to: one value for all, or one for each tier of risk. By what an entry allows, its risk is
# high (tools that write, execute or cannot be named), medium (tools that read, MCP servers, data sinks) or low.
# policy:
#   maximumAgeDays: { high: 180, medium: 365, low: 365 }
#   approvers: { high: 2, medium: 1, low: 1 }
#   approverIsNotOwner: true
#   sponsor: [high]
#   evidence: [high, medium]
#   drift: { models: warn, hosts: fail }
#   declareDynamic: true
`;

/** The registry that `rollcall init` writes: empty, with one entry as a comment. */
export const registryStub = `# yaml-language-server: $schema=../node_modules/rollcall/rules/schema/registry.schema.json
# The agents of this repository and what each of them may do. A change here is reviewed like code.
apiVersion: rollcall/v1
agents: []
#  - id: billing-triage
#    name: Billing triage
#    purpose: Sorts billing mail and proposes refunds
#    status: pending                    # draft | pending | approved | rejected | deprecated
#    owner: { team: acme/billing, technical: alice@acme.example }
#    match:                             # where it lives
#      repos: [{ repo: github.com/acme/billing, paths: [services/triage] }]
#    scope:                             # what it may do
#      providers: [openai]
#      models: [gpt-4.1*]
#      hosts: [api.openai.com]
#      tools: [{ name: search, access: read }, { name: issue_refund, access: write, approval: human }]
`;

/**
 * What runs rollcall in CI: it reads, and it fails on an agent that nobody has reviewed. Of a pull request it tells what is
 * new, by the registry of the branch that it goes to: no change approves itself.
 */
export function workflow(version: string): string {
  return `name: rollcall
on:
  push:
    branches: [main]
  pull_request:
    # edited: also where it is made to go to another branch than the one that it was green for.
    types: [opened, synchronize, reopened, edited]
permissions:
  contents: read
jobs:
  agents:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { fetch-depth: 0, persist-credentials: false }
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with: { node-version: 22, package-manager-cache: false }
      # Outside of the checkout: what stands there, an .npmrc for one, has no say in what is installed.
      - run: npm install --prefix "$RUNNER_TEMP/rollcall" --ignore-scripts --no-audit --no-fund rollcall@${version}
      - run: >-
          "$RUNNER_TEMP/rollcall/node_modules/.bin/rollcall" scan
          \${GITHUB_BASE_REF:+"--registry-ref=origin/$GITHUB_BASE_REF" "--since=origin/$GITHUB_BASE_REF"}
          --output table --output github="$RUNNER_TEMP/annotations.txt" --output markdown="$RUNNER_TEMP/agents.md"
      - if: \${{ !cancelled() }}
        run: |
          cat "$RUNNER_TEMP/annotations.txt"
          cat "$RUNNER_TEMP/agents.md" >> "$GITHUB_STEP_SUMMARY"
`;
}
