#!/usr/bin/env bash
# Sets up what is missing, then serves Photoseek on http://127.0.0.1:${PHOTOSEEK_PORT:-8080}. Quick the second time.
# PHOTOSEEK_DATA (default ./data) is what the app writes to; ConnectionStrings__Postgres names a server to use.
set -euo pipefail
REPO=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
STEPS=6
# shellcheck source=scripts/setup.sh
. "$REPO/scripts/setup.sh"

ensure_dotnet
ensure_postgres
ensure_pgvector
ensure_native
build_app
ensure_model
step "Database, migrations, demo pictures"
say "starting"
exec "$REPO/photoseek" serve
