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
run() { # PROJECT RESULTS OPTION...: a test that hangs ends the run of its project.
  local project=$1 into=$2
  shift 2
  dotnet test "$project" -c Release --no-build --nologo --logger "console;verbosity=minimal" "$@" \
    --results-directory "$results" --logger "trx;LogFileName=$into.trx" \
    --blame-hang --blame-hang-timeout 8m --blame-hang-dump-type none
}

# Among hundreds on a busy machine a test may fail for want of time. A few that did are run once more, alone: what is broken fails again.
unsteady=()
run_again() { # PROJECT NAME
  local names filter
  mapfile -t names < <(grep -o '<UnitTestResult [^>]*outcome="Failed"' "$results/$2.trx" | grep -o ' testName="[^"(]*' | cut -d'"' -f2 | sort -u)
  if [ ${#names[@]} -eq 0 ] || [ ${#names[@]} -gt 3 ] || grep -qi 'run was aborted' "$results/$2.trx"; then
    return 1
  fi
  say "once more, alone: ${names[*]}"
  filter=$(printf '|FullyQualifiedName=%s' "${names[@]}")
  run "$1" "$2-again" --filter "${filter:1}" || return 1
  unsteady+=("${names[@]}")
  recovered=$((recovered + $(grep -c '<UnitTestResult [^>]*outcome="Failed"' "$results/$2.trx")))
}

status=0
recovered=0
for project in "$REPO"/tests/*.Tests; do
  name=$(basename "$project")
  # One project after another: they share few cores.
  run "$project" "$name" "${options[@]}" || run_again "$project" "$name" || status=1
done

# <Counters total="3" executed="2" passed="2" ...: a skipped test is one that was counted and not executed.
read -r total executed passed <<<"$(find "$results" -name '*.trx' ! -name '*-again.trx' -exec cat {} + 2>/dev/null |
  grep -o '<Counters total="[0-9]*" executed="[0-9]*" passed="[0-9]*"' |
  awk -F '"' '{ total += $2; executed += $4; passed += $6 } END { printf "%d %d %d", total, executed, passed }')"
passed=$((passed + recovered))
failed=$((executed - passed))
[ "$executed" -gt 0 ] && [ "$failed" -eq 0 ] || status=1
[ $status -eq 0 ] || [ "$failed" -gt 0 ] || say "No test ran, or a test run ended early: see above."
[ ${#unsteady[@]} -eq 0 ] || say "Passed only when run again, alone: ${unsteady[*]}"
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$((total - executed))"
exit $status
