# shellcheck shell=bash
# What run.sh, test.sh and photoseek share: finding or installing what the app needs, and building it.
# Sourced with REPO set to the checkout. Every step looks before it works, so that a second run is quick.

: "${REPO:?}"
readonly BUILD_DIR="$REPO/.build"
readonly APP_DLL="$REPO/src/App/bin/Release/net10.0/Photoseek.App.dll"
readonly NATIVE_DIR="$REPO/src/Embedding/Native"
readonly BUILD_OPTIONS=(-c Release -v quiet --nologo -nodeReuse:false -p:UseSharedCompilation=false)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
STEP=0
STEPS=${STEPS:-0}

# shellcheck source=scripts/apt.sh
. "$REPO/scripts/apt.sh"
# shellcheck source=scripts/pgvector.sh
. "$REPO/scripts/pgvector.sh"

say() { printf '%s\n' "$*" >&2; }

die() {
  printf 'photoseek: %s\n' "$*" >&2
  exit 1
}

# step TITLE: begins a numbered line; the step's own words end it.
step() {
  STEP=$((STEP + 1))
  printf '%s/%s %s ... ' "$STEP" "$STEPS" "$1" >&2
}

# logged FILE COMMAND...: keeps what the command says in a file, and shows its end when it fails.
logged() {
  local log="$BUILD_DIR/$1"
  shift
  mkdir -p "$BUILD_DIR"
  if ! "$@" >"$log" 2>&1; then
    say "failed:"
    tail -n 20 "$log" >&2
    return 1
  fi
}

# stamp NAME INPUT...: true when the step already ran with these very files.
stamp_matches() {
  local name=$1
  shift
  [ -f "$BUILD_DIR/$name.stamp" ] && [ "$(cat "$@" | sha256sum)" = "$(cat "$BUILD_DIR/$name.stamp")" ]
}

stamp_write() {
  local name=$1
  shift
  mkdir -p "$BUILD_DIR"
  cat "$@" | sha256sum >"$BUILD_DIR/$name.stamp"
}

# Whether a server is configured, by environment or in appsettings.json; then none is installed or started.
server_configured() {
  [ -n "${ConnectionStrings__Postgres:-}" ] ||
    grep -Eq '"Postgres"[[:space:]]*:[[:space:]]*"[^"]' "$REPO/appsettings.json"
}

# Major version of the server to use: one with pgvector before one without, then the newest. Nothing when there is none.
postgres_major() {
  local folder major best=''
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV); do
    if [ ! -x "$folder/postgres" ] || [ ! -x "$folder/initdb" ]; then
      continue
    fi
    major=$(basename "$(dirname "$folder")")
    if pgvector_present "$major"; then
      printf '%s' "$major"
      return
    fi
    best=${best:-$major}
  done
  printf '%s' "$best"
}

ensure_postgres() {
  step "PostgreSQL"
  if server_configured; then
    say "the configured server is used"
    return
  fi
  local major
  major=$(postgres_major)
  if [ -n "$major" ]; then
    say "$major is already here"
    return
  fi
  have_apt || die "no PostgreSQL server found: install PostgreSQL 15 or newer and pgvector 0.7 or newer, or set ConnectionStrings__Postgres."
  say "installing"
  keep_postgres_idle
  apt_install postgresql
  major=$(postgres_major)
  [ -n "$major" ] || die "postgresql was installed, but there is no server in /usr/lib/postgresql."
}

ensure_pgvector() {
  step "pgvector"
  if server_configured; then
    say "the configured server brings it"
    return
  fi
  local major
  major=$(postgres_major)
  if pgvector_present "$major"; then
    say "already here"
    return
  fi
  have_apt || die "PostgreSQL $major has no pgvector: install pgvector 0.7 or newer for it."
  say "installing"
  install_pgvector "$major"
}

ensure_dotnet() {
  command -v dotnet >/dev/null || die "the .NET 10 SDK is needed: install dotnet-sdk-10.0 and put dotnet on the PATH."
  local said
  said=$(cd "$REPO" && dotnet --version 2>&1) || die "the .NET 10 SDK is needed; dotnet says: $(head -n 3 <<<"$said" | tr '\n' ' ')"
}

ensure_native() {
  step "Native libraries"
  local inputs=("$NATIVE_DIR/package.json" "$NATIVE_DIR/package-lock.json")
  if [ -d "$NATIVE_DIR/node_modules" ] && stamp_matches native "${inputs[@]}"; then
    say "already here"
    return
  fi
  command -v npm >/dev/null || die "npm is needed to fetch ONNX Runtime and libvips: install Node 18 or newer."
  say "fetching ONNX Runtime and libvips"
  (cd "$NATIVE_DIR" && logged npm.log npm ci --ignore-scripts --no-audit --no-fund) ||
    die "the native libraries could not be fetched (npm ci in src/Embedding/Native): check the network and npm's configuration."
  stamp_write native "${inputs[@]}"
}

# Whether a file that the build reads is newer than the last build. Folders do not count: the first build makes some in them.
sources_changed() {
  local stamp="$BUILD_DIR/$1.stamp"
  shift
  [ -f "$stamp" ] && [ -f "$APP_DLL" ] || return 0
  [ -n "$(cd "$REPO" && find "$@" db appsettings.json ./*.props global.json .editorconfig BannedSymbols.txt \
    \( -name bin -o -name obj -o -name node_modules -o -name TestResults \) -prune -o -type f -newer "$stamp" -print -quit)" ]
}

# build NAME PROJECT FOLDER...: builds unless nothing in the folders changed since. One build at a time in a checkout.
build() {
  local name=$1 project=$2
  shift 2
  step "Build"
  if ! sources_changed "$name" "$@"; then
    say "up to date"
    return
  fi
  ensure_dotnet
  say "building $project"
  mkdir -p "$BUILD_DIR"
  (
    flock 9
    sources_changed "$name" "$@" || exit 0
    touch "$BUILD_DIR/$name.begun"
    logged build.log dotnet build "$REPO/$project" "${BUILD_OPTIONS[@]}" || exit 1
    # What was changed while it built is newer than the stamp.
    mv "$BUILD_DIR/$name.begun" "$BUILD_DIR/$name.stamp"
  ) 9>"$BUILD_DIR/build.lock" || die "the build failed, see .build/build.log"
}

build_app() { build app src/App src; }

build_all() {
  build all App.sln src tests bench
  touch -r "$BUILD_DIR/all.stamp" "$BUILD_DIR/app.stamp" # the app is part of it
}

ensure_model() {
  step "Model"
  local data=${PHOTOSEEK_DATA:-$REPO/data} model=${Embedding__Model:-}
  [ -n "$model" ] || model=$(sed -n 's/^[[:space:]]*"Model"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' "$REPO/appsettings.json" | head -n 1)
  if [ -d "$REPO/models/$model" ] || [ -d "$data/models/$model" ]; then
    say "$model is here"
  else
    say "$model is not here; ./photoseek models install $model fetches it"
  fi
}

ensure_chromium() {
  step "Chromium"
  if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then
    say "already here"
  elif have_apt; then
    say "installing"
    apt_install chromium
  else
    say "not here: browser tests are skipped"
  fi
}
