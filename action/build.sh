#!/usr/bin/env bash
# Builds the rollcall that this action was taken with. Whoever pins the action by its commit has pinned all that runs: the
# source by the commit, the packages by the checksums of package-lock.json. No name in a package registry is trusted.
set -euo pipefail

fail() {
  printf '::error title=rollcall::%s\n' "$1"
  exit 2
}

command -v node >/dev/null || fail 'There is no Node.js on this runner. Put actions/setup-node before rollcall.'

version="$(node --version)"
IFS=. read -r major minor _ <<<"${version#v}"
if ((major < 20 || (major == 20 && minor < 19) || major == 21 || (major == 22 && minor < 12))); then
  fail "rollcall needs Node.js 20.19 or newer, or 22.12 or newer, and this is $version. Put actions/setup-node before it."
fi

cd "$GITHUB_ACTION_PATH"
# A second use in the same job has it already.
if node bin/rollcall.js --version >/dev/null 2>&1; then exit 0; fi

echo '::group::Build rollcall'
npm ci --ignore-scripts --no-audit --no-fund
npm run build
echo '::endgroup::'
