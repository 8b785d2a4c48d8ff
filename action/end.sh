#!/usr/bin/env bash
# Ends with what the scan ended with.
set -euo pipefail

if [[ $UPLOAD == failure ]]; then
  echo '::warning title=rollcall::Code scanning did not take the findings. The job needs the permission security-events write.'
fi
exit "$CODE"
