#!/usr/bin/env bash
# Does what `docker compose build` would, without Docker: runs the Dockerfile's build steps for every process of
# docker-compose.yml, on a copy of what is committed less what .dockerignore leaves out.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

git archive --prefix=source/ HEAD | tar x -C "$copy"
for ignored in $(<.dockerignore); do rm -rf "$copy/source/${ignored#\*\*/}"; done
if command -v docker-compose >/dev/null; then
  docker-compose -f docker-compose.yml config --quiet && echo "docker-compose.yml is well formed"
fi

for project in $(sed -nE 's/.*PROJECT: ([A-Za-z/]+).*/\1/p' docker-compose.yml); do
  sed -nE 's/^RUN (dotnet .*)/\1/p' deploy/Dockerfile | sed "s|/app|$copy/app/${project##*/}|" |
    (cd "$copy/source" && PROJECT=$project MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false bash -e) >"$copy/log" ||
    { cat "$copy/log"; exit 1; }
  [[ -e $copy/app/${project##*/}/${project##*/}.dll ]] && echo "$project builds"
done
