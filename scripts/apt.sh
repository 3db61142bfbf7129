# shellcheck shell=bash
# Installing Debian packages, for setup.sh. As root, or through sudo; only what is missing.

readonly APT_OPTIONS=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)

have_apt() { command -v apt-get >/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "this needs root and there is no sudo: $*"
    return 1
  fi
}

apt_run() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "${APT_OPTIONS[@]}" "$@"; }

# apt_offers PACKAGE: could it be installed?
apt_offers() { apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]'; }

apt_missing() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
  done
}

# apt_install PACKAGE...: installs those that are not there; reads the package lists anew where they are missing or stale.
apt_install() {
  local missing package listed=1
  read -ra missing <<<"$(apt_missing "$@")"
  [ ${#missing[@]} -gt 0 ] || return 0
  for package in "${missing[@]}"; do
    apt_offers "$package" || listed=0
  done
  say "  apt-get install ${missing[*]}"
  if [ $listed = 1 ] && quietly apt-install.log apt_run install --no-install-recommends "${missing[@]}"; then
    return 0
  fi
  logged apt-update.log apt_run update || die "apt-get could not read its package lists; wanted: ${missing[*]}"
  logged apt-install.log apt_run install --no-install-recommends "${missing[@]}" || die "apt-get could not install: ${missing[*]}"
}

# quietly FILE COMMAND...: like logged, but a failure is nobody's business yet.
quietly() {
  local log="$BUILD_DIR/$1"
  shift
  mkdir -p "$BUILD_DIR"
  "$@" >"$log" 2>&1
}

# A server package starts a cluster for all users when it is installed first; this app brings its own.
keep_postgres_idle() {
  local conf=/etc/postgresql-common/createcluster.conf
  [ -e "$conf" ] && return 0
  as_root mkdir -p "$(dirname "$conf")"
  printf 'create_main_cluster = false\n' | as_root tee "$conf" >/dev/null
}
