# shellcheck shell=bash
# Puts pgvector beside the installed PostgreSQL server. Sourced by setup.sh.
#
# Debian's package is used where the server's version has one. Where it has none (bookworm's 15), Debian's own
# source package is built: the suites newer than this machine's are asked for it, at the address that this
# machine's apt already uses, with a private apt configuration. /etc/apt is not touched.

readonly PGVECTOR_SUITES=(sid forky trixie)

# pgvector_present MAJOR: does the server of that version offer the extension?
pgvector_present() {
  local share
  share=$("/usr/lib/postgresql/$1/bin/pg_config" --sharedir 2>/dev/null) || share="/usr/share/postgresql/$1"
  [ -f "$share/extension/vector.control" ]
}

# install_pgvector MAJOR
install_pgvector() {
  local major=$1
  pgvector_present "$major" && return 0
  if [ -z "$(debian_archive)" ]; then
    logged apt-update.log apt_run update || die "apt-get could not read its package lists"
  fi
  if apt_offers "postgresql-$major-pgvector"; then
    apt_install "postgresql-$major-pgvector"
  else
    build_pgvector "$major"
  fi
  pgvector_present "$major" || die "pgvector was installed but PostgreSQL $major does not see it."
}

# The base address of the Debian archive that apt uses for this machine's own suite.
debian_archive() {
  local codename
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016 # apt fills these in
  apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -v suite="$codename" '$1 == suite && $2 == "main" { print $3; exit }'
}

build_pgvector() {
  local major=$1 work="$REPO/.build/pgvector" archive suite built=''
  apt_install gcc libc6-dev make dpkg-dev "postgresql-server-dev-$major"
  archive=$(debian_archive)
  [ -n "$archive" ] || die "pgvector: apt has no Debian archive configured here; install pgvector >= 0.7 for PostgreSQL $major by hand."
  rm -rf "$work"
  mkdir -p "$work"
  for suite in "${PGVECTOR_SUITES[@]}"; do
    if pgvector_source "$archive" "$suite" "$work/$suite" >"$work/$suite.log" 2>&1; then
      built=$suite
      break
    fi
    say "  no pgvector source from $suite, trying the next"
  done
  [ -n "$built" ] || die "pgvector: no Debian suite (${PGVECTOR_SUITES[*]}) gave its source; see $work/*.log, or install pgvector >= 0.7 for PostgreSQL $major by hand."

  local source config="/usr/lib/postgresql/$major/bin/pg_config"
  source=$(find "$work/$built" -maxdepth 1 -type d -name 'pgvector-*' | head -n 1)
  say "  building $(basename "$source") (Debian $built)"
  {
    make -C "$source" OPTFLAGS="" PG_CONFIG="$config" &&
      as_root make -C "$source" OPTFLAGS="" PG_CONFIG="$config" install
  } >"$work/build.log" 2>&1 || die "pgvector: the build failed, see $work/build.log"
}

# pgvector_source ARCHIVE SUITE FOLDER: unpacks the suite's source package into the folder.
pgvector_source() {
  local archive=$1 suite=$2 folder=$3
  mkdir -p "$folder/etc" "$folder/lists/partial" "$folder/cache/archives/partial"
  # The archive's keys come with Debian's own keyring, as for every other suite.
  printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$archive" "$suite" >"$folder/etc/sources.list"
  local private=(
    -o "Dir::Etc::sourcelist=$folder/etc/sources.list" -o "Dir::Etc::sourceparts=-"
    -o "Dir::State::lists=$folder/lists" -o "Dir::Cache=$folder/cache"
    -o "Acquire::Retries=2" -o "APT::Get::List-Cleanup=0"
  )
  apt-get "${private[@]}" update &&
    (cd "$folder" && apt-get "${private[@]}" source --only-source pgvector) &&
    [ -n "$(find "$folder" -maxdepth 1 -type d -name 'pgvector-*')" ]
}
