#!/usr/bin/env bash
# Measures Photoseek: bench/run.sh [TABLE...|all] [--short] [--json] [--minutes N]; without a name the tables of speed, an unknown one
# lists them all.
# Markdown (or with --json one object) on standard output, progress on standard error. What is expensive to make, as a
# library of a million pictures, is kept in .build/bench.
set -euo pipefail
REPO=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
STEPS=4
# shellcheck source=scripts/setup.sh
. "$REPO/scripts/setup.sh"

ensure_postgres
ensure_pgvector
ensure_native
peers="$REPO/bench/peers/transformersjs"
if [ ! -d "$peers/node_modules" ] && ! logged peers.log npm ci --ignore-scripts --no-audit --no-fund --prefix "$peers"; then
  say "bench: transformers.js is not installed; its rows are left out."
fi
build bench bench src bench tests/Testing/Ollama
touch -r "$BUILD_DIR/bench.stamp" "$BUILD_DIR/app.stamp" # the app is part of it
export PHOTOSEEK_HOME="$REPO"
exec dotnet "$REPO/bench/bin/Release/net10.0/Photoseek.Bench.dll" "$@"
