# PostgreSQL as a private instance. Sourced by servers.sh.

# The newest PostgreSQL here; once there is data, the one that can read it.
postgres_bin() {
  local dir version data
  data=$(cat "$RUN/postgres/data/PG_VERSION" 2>/dev/null) || true
  for dir in $(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -Vr) \
    $(dirname "$(command -v postgres || echo /none/)"); do
    [[ -x $dir/postgres && -x $dir/initdb && -x $dir/psql ]] || continue
    version=$("$dir/postgres" --version | grep -oE '[0-9]+' | head -n 1)
    if at_least "$POSTGRES_OLDEST" "$version" && [[ ${data:-$version} == "$version" ]]; then
      echo "$dir"
      return
    fi
  done
  return 1
}

postgres_up() {
  local bin port password tuned
  port=$(port_of postgres)
  password=$(secret POSTGRES_PASSWORD random_text 32)
  POSTGRES="Host=127.0.0.1;Port=$port;Username=tracking;Password=$password;Database=tracking"
  POSTGRES_URL="postgresql://tracking:$password@127.0.0.1:$port/tracking"
  if alive postgres; then return; fi
  postgres_tuned
  if ! bin=$(postgres_bin); then
    container_up postgres "$port:5432" postgres:17 /var/lib/postgresql/data \
      -e POSTGRES_USER=tracking -e "POSTGRES_PASSWORD=$password" -- -c max_connections=300 "${tuned[@]}"
    return
  fi
  postgres_home
  if [[ ! -e $RUN/postgres/data/PG_VERSION ]]; then postgres_init "$bin" "$password"; fi
  # Not every build of PostgreSQL has lz4. With -C it only reads its settings and says whether it can.
  if "${AS_POSTGRES[@]}" "$bin/postgres" -D "$(readlink -f "$RUN/postgres")/data" \
    -c wal_compression=lz4 -C wal_compression >/dev/null 2>&1; then
    tuned+=(-c wal_compression=lz4)
  fi
  # TCP only: the path of a Unix socket is limited to about a hundred characters, that of a clone is not.
  spawn postgres env --chdir=/ "${AS_POSTGRES[@]}" "$bin/postgres" -D "$(readlink -f "$RUN/postgres")/data" \
    -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= -c max_connections=300 \
    -c fsync=on -c synchronous_commit=on -c log_min_messages=warning "${tuned[@]}"
}

# postgres_tuned: sets `tuned`, the settings that go by the machine; docs/operations.md says why each.
postgres_tuned() {
  local memory buffers disk
  memory=$(memory_megabytes)
  buffers=$((memory / 4 < 128 ? 128 : memory / 4 > 8192 ? 8192 : memory / 4))
  disk=$(df --block-size=1M --output=avail "$RUN" | tail -n 1)
  tuned=(-c "shared_buffers=${buffers}MB" -c "effective_cache_size=$((2 * buffers))MB"
    -c "max_wal_size=$((disk < 32768 ? 1 : 4))GB" -c checkpoint_timeout=15min -c random_page_cost=1.1)
}

# What this process may use: of the machine, or of its control group when that is less.
memory_megabytes() {
  local kilobytes group
  read -r _ kilobytes _ </proc/meminfo
  group=$(cat /sys/fs/cgroup/memory.max 2>/dev/null) || group=max
  if [[ $group == max ]] || ((group / 1024 > kilobytes)); then group=$((kilobytes * 1024)); fi
  echo $((group / 1048576))
}

# postgres_home: a directory for the data, and AS_POSTGRES, what to run the server with: PostgreSQL refuses root.
postgres_home() {
  local home=$RUN/postgres elsewhere
  AS_POSTGRES=()
  if ((EUID != 0)); then mkdir -p -m 700 "$home"; return; fi
  id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres ||
    die "PostgreSQL refuses to run as root and no user postgres could be made: run ./run as an ordinary user"
  AS_POSTGRES=(setpriv --reuid=postgres --regid="$(id -g postgres)" --clear-groups --)
  if [[ -L $home ]]; then return; fi
  if [[ ! -e $home ]]; then install -d -m 700 -o postgres "$home"; fi
  "${AS_POSTGRES[@]}" test -w "$home" && return
  # The clone lies where that user may not go, below /root for one.
  elsewhere=/var/tmp/tracking-$(printf %s "$RUN" | sha256sum | head -c 16)
  rm -f "$home" 2>/dev/null || rmdir "$home"
  if [[ ! -e $elsewhere ]]; then install -d -m 700 -o postgres "$elsewhere"; fi
  [[ $(stat -c %U "$elsewhere") == postgres ]] ||
    die "$elsewhere belongs to somebody else: remove it or set TRACKING_RUN_DIR"
  ln -s "$elsewhere" "$home"
  say "PostgreSQL's data is in $elsewhere (user postgres may not enter $RUN)"
}

# A half-made directory is never taken for data: it gets its name when it is complete.
postgres_init() {
  local bin=$1 password=$2 home
  home=$(readlink -f "$RUN/postgres")
  rm -rf "$home/new"
  echo "$password" | "${AS_POSTGRES[@]}" sh -c 'umask 077; cat >"$0"' "$home/password"
  (cd / && "${AS_POSTGRES[@]}" "$bin/initdb" -D "$home/new" -U tracking --pwfile="$home/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$RUN/logs/initdb.log" 2>&1) ||
    die "PostgreSQL's initdb failed: $(tail -n 1 "$RUN/logs/initdb.log") (see $RUN/logs/initdb.log)"
  mv "$home/new" "$home/data"
  rm -f "$home/password"
}

postgres_wait() {
  local wait=(wait_until postgres 60)
  if [[ -e $RUN/containers.postgres ]]; then wait=(container_wait postgres); fi
  "${wait[@]}" postgres_ready
}

postgres_ready() {
  local psql answer server=${POSTGRES_URL%/*}/postgres
  listening "$(port_of postgres)" || return 1
  psql=$(postgres_bin)/psql || psql="docker exec $(container postgres) psql"
  answer=$($psql "$server" -w -Atc "select 1 from pg_database where datname = 'tracking'" 2>/dev/null) || return 1
  [[ $answer == 1 ]] || $psql "$server" -w -qc 'create database tracking' 2>/dev/null
}

# Npgsql takes "Host=…;Username=…", libpq takes "postgresql://user:password@host:port/database?…": given one, the other.
npgsql_form() {
  if [[ $1 != postgres*://* ]]; then echo "$1"; return; fi
  local rest=${1#*://} user= password= database query= pair form
  if [[ $rest == *\?* ]]; then query=${rest#*\?} rest=${rest%%\?*}; fi
  if [[ $rest == *@* ]]; then user=${rest%@*} rest=${rest##*@}; fi
  if [[ $user == *:* ]]; then password=${user#*:} user=${user%%:*}; fi
  database=${rest#*/} rest=${rest%%/*}
  form="Host=${rest%:*};Port=$([[ $rest == *:* ]] && echo "${rest##*:}" || echo 5432)"
  form+=";Username=$(unescape "$user");Password=$(unescape "$password");Database=$(unescape "$database")"
  for pair in ${query//&/ }; do
    if [[ $pair == sslmode=* ]]; then form+=";SSL Mode=$(tr -d - <<<"${pair#*=}")"; fi
  done
  echo "$form"
}
libpq_form() {
  if [[ $1 == postgres*://* ]]; then echo "$1"; return; fi
  local user password host port database
  user=$(setting "$1" 'username|user id|user') password=$(setting "$1" password)
  host=$(setting "$1" 'host|server') port=$(setting "$1" port) database=$(setting "$1" 'database|db')
  printf 'postgresql://%s%s@%s:%s/%s\n' "$(escape "$user")" "${password:+:$(escape "$password")}" \
    "${host:-127.0.0.1}" "${port:-5432}" "$(escape "${database:-$user}")"
}
setting() { tr ';' '\n' <<<"$1" | sed -nE "s/^ *($2) *= *(.*[^ ]) *$/\2/Ip" | head -n 1; }
unescape() { printf '%b' "${1//%/\\x}"; }
escape() {
  local LC_ALL=C i c
  for ((i = 0; i < ${#1}; i++)); do
    c=${1:i:1}
    case $c in [a-zA-Z0-9.~_-]) printf %s "$c" ;; *) printf '%%%02X' "'$c" ;; esac
  done
}

