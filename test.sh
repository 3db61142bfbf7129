#!/usr/bin/env bash
# Sets up what is missing, builds everything and runs every test; the last line is the sum.
#   ./test.sh            all tests
#   ./test.sh Migrator   those whose full name contains the word (or a filter of dotnet test: "Name~x&Name!~y")
set -euo pipefail
REPO=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
STEPS=8
# shellcheck source=scripts/setup.sh
. "$REPO/scripts/setup.sh"
# shellcheck source=scripts/s3.sh
. "$REPO/scripts/s3.sh"

ensure_dotnet
if [ -n "${PHOTOSEEK_TEST_POSTGRES:-}" ]; then
  STEPS=6
else
  # The tests make their own cluster, whatever server the app is configured for.
  server_configured() { false; }
  ensure_postgres
  ensure_pgvector
fi
ensure_chromium
ensure_swift
ensure_s3rver
ensure_native
build_all

options=()
case "${1:-}" in
  '') ;;
  *[=~]*) options=(--filter "$1") ;;
  *) options=(--filter "FullyQualifiedName~$1") ;;
esac

results="$BUILD_DIR/test-results"
rm -rf "$results"
mkdir -p "$results"
step "Tests"
say "running"
status=0
for project in "$REPO"/tests/*.Tests; do
  name=$(basename "$project")
  # One project after another: they share few cores. A test that hangs ends the run of its project.
  dotnet test "$project" -c Release --no-build --nologo --logger "console;verbosity=minimal" "${options[@]}" \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --blame-hang --blame-hang-timeout 8m --blame-hang-dump-type none || status=1
done

# <Counters total="3" executed="2" passed="2" ...: a skipped test is one that was counted and not executed.
read -r total executed passed <<<"$(cat "$results"/*.trx 2>/dev/null | grep -o '<Counters total="[0-9]*" executed="[0-9]*" passed="[0-9]*"' |
  awk -F '"' '{ total += $2; executed += $4; passed += $6 } END { printf "%d %d %d", total, executed, passed }')"
failed=$((executed - passed))
[ "$executed" -gt 0 ] && [ "$failed" -eq 0 ] || status=1
[ $status -eq 0 ] || [ "$failed" -gt 0 ] || say "No test ran, or a test run ended early: see above."
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$((total - executed))"
exit $status
