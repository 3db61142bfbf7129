#!/usr/bin/env bash
# Makes library-0011.sql.gz and library-0011.json anew: a small library as the code before migration 0012 left it, and what
# that code found in it. UpgradeTests bring it to the present.
#
#   PGHOST=/var/run/postgresql PGPORT=5432 PGUSER=photoseek PGDATABASE=empty ./make-library.sh
#
# The database must be empty and the user allowed to create extensions. Wants git, the .NET SDK, npm, curl, jq and psql.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
repo=$(git -C "$here" rev-parse --show-toplevel)
: "${PGHOST:?}" "${PGPORT:=5432}" "${PGUSER:?}" "${PGDATABASE:?}"
export PGHOST PGPORT PGUSER PGDATABASE

# The last commit with schema 0011, unless another is wanted.
commit=${1:-8731ae1aa69c29eea009854c2d434171da65f7c6}
name=library-0011
old=/tmp/photoseek-old
mkdir "$old"
clean() {
  [ $? -eq 0 ] || tail -n 30 "$old/log" >&2 || true
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
  git -C "$repo" worktree remove --force "$old/code" 2>/dev/null || true
  rm -rf "$old"
}
trap clean EXIT
git -C "$repo" worktree add --quiet --detach "$old/code" "$commit"
npm ci --ignore-scripts --silent --prefix "$old/code/src/Embedding/Native"
dotnet build "$old/code/src/App" -c Release -v q --nologo

mkdir "$old/photos" "$old/sent"
cp "$old"/code/demo/photos/IMG_00[0-3]*.jpg "$old/photos/"
echo "no picture" > "$old/photos/words.jpg"
cp "$old/photos/IMG_0006.jpg" "$old/sent/copy.jpg"
printf 'the same to the eye' >> "$old/sent/copy.jpg"
cp "$old/code/demo/photos/IMG_0050.jpg" "$old/code/demo/photos/IMG_0051.jpg" "$old/sent/"

port=18099
export PHOTOSEEK_HOME=$old/code PHOTOSEEK_DATA=$old/data PHOTOSEEK_PORT=$port Library__Demo=false Ollama__Enabled=false
export ConnectionStrings__Postgres="Host=$PGHOST;Port=$PGPORT;Username=$PGUSER;Database=$PGDATABASE"
export Sources__0__Name=photos Sources__0__Type=Folder Sources__0__Folder=$old/photos "Sources__0__Schedule=0 0 4 * * ?"
photoseek=(dotnet "$old/code/src/App/bin/Release/net10.0/Photoseek.App.dll")
until_true() { # SQL
  for _ in $(seq 600); do
    [ "$(psql -AtXqc "select $1" 2>/dev/null || true)" != t ] || return 0
    sleep 0.2
  done
  echo "Never true: $1" >&2
  return 1
}

"${photoseek[@]}" serve > "$old/log" 2>&1 &
server=$!
api=http://127.0.0.1:$port/api
for _ in $(seq 600); do ! curl -fsS "http://127.0.0.1:$port/health/ready" > /dev/null 2>&1 || break; sleep 0.2; done
curl -fsS --retry 10 --retry-delay 1 -X POST -H "Content-Type: application/json" -d '{"source":"photos"}' "$api/jobs/sync" > /dev/null
until_true "count(*) >= 30 from image_vectors"
curl -fsS -F project=Lake -F tags=holiday,family -F 'title=Käthe am See' -F "files=@$old/sent/IMG_0050.jpg" "$api/images" > /dev/null
curl -fsS -F "files=@$old/sent/IMG_0051.jpg" -F "files=@$old/sent/copy.jpg" "$api/images" > /dev/null
until_true "count(*) = (select count(*) from images) from image_vectors"
captioned=$(psql -AtXqc "select min(id) from images")
curl -fsS -X PUT -H 'Content-Type: application/json' -d '{"caption":"A quiet morning before the storm"}' "$api/images/$captioned/caption" > /dev/null
until_true "exists (select from near_duplicates)"

# One that left its source and one that never was any.
rm "$old/photos/IMG_0007.jpg"
curl -fsS --retry 10 --retry-delay 1 -X POST -H "Content-Type: application/json" -d '{"source":"photos"}' "$api/jobs/sync" > /dev/null
until_true "exists (select from images where hidden_at is not null)"
until_true "not exists (select from job_runs where state = 'running')"
kill -TERM "$server"
wait "$server" || true
server=

for query in "a red car" christmas "the sea" "a dog in the snow" "two people on a beach at sunset" "a quiet storm" käthe; do
  "${photoseek[@]}" search "$query" --json --top 10 --cutoff 0 --duplicates all | jq -s --arg query "$query" '{($query): [.[].id]}'
done | jq -s --arg commit "$commit" '{commit: $commit, queries: add}' > "$here/$name.json"

# As text, so that whoever wonders can read it; with functions where its generated columns look for them.
pg_dump --no-owner --no-privileges --no-comments |
  sed "s/^SELECT pg_catalog.set_config('search_path', '', false);/SELECT pg_catalog.set_config('search_path', 'public', false);/; /^\\\\\\(un\\)\\?restrict /d" |
  gzip -9n > "$here/$name.sql.gz"
ls -l "$here/$name".*
