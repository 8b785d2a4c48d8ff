#!/usr/bin/env bash
# Scans once, and writes everything that the later steps show. Ends with 0 whatever is found: the last step fails.
set -euo pipefail

folder="$(mktemp -d "$RUNNER_TEMP/rollcall.XXXXXX")"
report="$folder/report.json"
page="$folder/report.md"
annotations="$folder/annotations.txt"
sarif="$folder/rollcall.sarif"
if [[ $WANT_SARIF != '' && $WANT_SARIF != true && $WANT_SARIF != false ]]; then
  sarif="$WANT_SARIF"
  mkdir -p -- "$(dirname -- "$sarif")"
fi

# Not from what the change itself says of its approvals.
base="$BASE_COMMIT"
if [[ $BASE_BRANCH != '' ]]; then base="origin/$BASE_BRANCH"; fi
registry_ref="${REGISTRY_REF:-$base}"
since="${SINCE:-$base}"

arguments=(scan --no-progress -o table -o "json=$report" -o "sarif=$sarif" -o "markdown=$page" -o "github=$annotations")
if [[ $FAIL_ON != '' ]]; then arguments+=("--fail-on=$FAIL_ON"); fi
if [[ $REGISTRY != '' ]]; then arguments+=("--registry=$REGISTRY"); fi
if [[ $registry_ref != '' && $registry_ref != false ]]; then arguments+=("--registry-ref=$registry_ref"); fi
if [[ $since != '' && $since != false ]]; then arguments+=("--since=$since"); fi
while IFS= read -r line; do
  if [[ $line != '' ]]; then arguments+=("$line"); fi
done <<<"$MORE"
arguments+=(--)
while IFS= read -r line; do
  if [[ $line != '' ]]; then arguments+=("$line"); fi
done <<<"$TARGETS"

# Until the token comes, the runner obeys nothing that is printed.
token="$(node --print 'crypto.randomUUID()')"
code=0
echo "::stop-commands::$token"
node "$GITHUB_ACTION_PATH/bin/rollcall.js" "${arguments[@]}" 2>&1 || code=$?
echo "::$token::"

if [[ -f $annotations ]]; then cat -- "$annotations"; fi
if [[ ! -f $page ]]; then
  printf '## rollcall could not run\n\nSo nothing can be said of the agents. The log of the run says why.\n' >"$page"
fi
if ((code == 2)); then
  echo '::error title=rollcall::rollcall could not run: the log says why. Where a commit is missing, check out with fetch-depth 0.'
fi

# Between marks that nobody can guess, so that no value passes for another output.
output() {
  printf '%s<<%s\n%s\n%s\n' "$1" "$token" "$2" "$token" >>"$GITHUB_OUTPUT"
}
upload=false
if [[ -f $sarif && $WANT_SARIF != '' && $WANT_SARIF != false ]]; then upload=true; fi
output exit-code "$code"
output page "$page"
output report "$([[ ! -f $report ]] || printf '%s' "$report")"
output sarif "$([[ ! -f $sarif ]] || printf '%s' "$sarif")"
output upload "$upload"
node "$GITHUB_ACTION_PATH/action/counts.mjs" "$report" >>"$GITHUB_OUTPUT"
