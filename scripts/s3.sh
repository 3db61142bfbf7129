# shellcheck shell=bash
# The S3 servers that tests talk to. Sourced by test.sh; the app needs none of this.

readonly SWIFT_PACKAGES=(swift-proxy swift-account swift-container swift-object memcached)
readonly S3RVER_DIR="$REPO/tests/Testing/s3rver"

# Installs OpenStack Swift, whose services stay stopped: the tests start their own on free ports.
ensure_swift() {
  step "OpenStack Swift"
  if [ -x /usr/bin/swift-proxy-server ] && [ -x /usr/bin/swift-object-server ] && [ -x /usr/bin/memcached ]; then
    say "already here"
  elif have_apt; then
    say "installing"
    apt_install_stopped "${SWIFT_PACKAGES[@]}"
  else
    say "not here: tests with S3 are skipped"
  fi
}

ensure_s3rver() {
  step "s3rver"
  local inputs=("$S3RVER_DIR/package.json" "$S3RVER_DIR/package-lock.json")
  if [ -d "$S3RVER_DIR/node_modules" ] && stamp_matches s3rver "${inputs[@]}"; then
    say "already here"
    return
  fi
  command -v npm >/dev/null || die "npm is needed to fetch s3rver: install Node 18 or newer."
  say "fetching"
  (cd "$S3RVER_DIR" && logged s3rver.log npm ci --ignore-scripts --no-audit --no-fund) ||
    die "s3rver could not be fetched (npm ci in tests/Testing/s3rver): check the network and npm's configuration."
  stamp_write s3rver "${inputs[@]}"
}

# apt_install_stopped PACKAGE...: no service of theirs is started, as Debian's policy-rc.d has it; one that is there already stays.
apt_install_stopped() {
  local policy=/usr/sbin/policy-rc.d ours=0 result=0
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    ours=1
  fi
  (apt_install "$@") || result=$?
  [ $ours = 0 ] || as_root rm -f "$policy"
  return $result
}
