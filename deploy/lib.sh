# What every part of ./run shares: speaking, processes, ports, secrets, HTTP. Sourced, never run on its own.
# Needs only bash, coreutils and util-linux: a fresh machine has no curl, ps, ss or openssl.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
RUN=${TRACKING_RUN_DIR:-$ROOT/.run}
[[ $RUN == /* ]] || RUN=$PWD/$RUN

say() { printf '%s\n' "$*"; }
die() { printf 'run: %s\n' "$*" >&2; exit 1; }

open_run_directory() {
  mkdir -p "$RUN/logs" "$RUN/pids" || die "cannot write to $RUN: set TRACKING_RUN_DIR to a directory you own"
  touch "$RUN/ports" "$RUN/secrets"
  chmod 600 "$RUN/secrets"
}

# One ./run at a time changes a run directory. Descriptor 9 holds the lock; what we start must not inherit it.
lock_run_directory() {
  exec 9>"$RUN/lock"
  flock -n 9 && return
  say "Waiting for another ./run that is changing $RUN"
  flock 9
}
unlock_run_directory() { exec 9>&-; }

# --- processes -------------------------------------------------------------------------------------------------------
# A pid file holds the pid and the kernel's start time of it, so that a number used again after a reboot is not ours.

started_at() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  set -- ${stat##*) }
  [[ $1 != Z ]] && echo "${20}"
}

# pid_of NAME: the pid, when that process still runs.
pid_of() {
  local pid start
  read -r pid start 2>/dev/null <"$RUN/pids/$1" || return 1
  [[ $(started_at "$pid") == "$start" ]] && echo "$pid"
}
alive() { pid_of "$1" >/dev/null; }

# spawn NAME COMMAND...: in a session of its own, so that Ctrl-C reaches only ./run, which stops all in order.
STARTED=()
spawn() {
  local name=$1 log=$RUN/logs/$1.log
  shift
  say "Starting $name"
  STARTED+=("$name")
  if [[ -e $log ]]; then mv "$log" "$log.old"; fi
  setsid "$@" >"$log" 2>&1 </dev/null 9>&- &
  echo "$! $(started_at $!)" >"$RUN/pids/$name"
  disown # its end is told by us, not by bash
}

# stop SIGNAL NAME...: signals all, waits for all, kills whoever is left after 15 s with its whole group.
stop() {
  local signal=$1 name pid deadline=$((SECONDS + 15))
  shift
  for name; do
    if pid=$(pid_of "$name"); then kill "-$signal" "$pid" 2>/dev/null; fi
  done
  for name; do
    while alive "$name" && ((SECONDS < deadline)); do sleep 0.1; done
    if pid=$(pid_of "$name"); then
      say "$name does not stop, killing it"
      kill -KILL -- "-$pid" 2>/dev/null
    fi
    rm -f "$RUN/pids/$name"
  done
}

# wait_until NAME SECONDS CHECK...: until CHECK succeeds; when NAME dies or takes too long, ends with its log's reason.
wait_until() {
  local name=$1 deadline=$((SECONDS + $2)) why=
  shift 2
  until "$@"; do
    if ! alive "$name"; then why="$name stopped while starting"; fi
    if ((SECONDS >= deadline)); then why="$name is not ready in time"; fi
    if [[ $why ]]; then
      die "$why: $(reason "$RUN/logs/$name.log") (all of it: $RUN/logs/$name.log)"
    fi
    sleep 0.1
  done
  if [[ " ${STARTED[*]} " == *" $name "* ]]; then say "$name is ready"; fi
}

# reason LOG: the last line that tells what went wrong, else the last one.
reason() {
  { grep -E 'FATAL|xception|\[error\]|\berror\b|could not|cannot|[Ff]ailed' "$1" || tail -n 1 "$1"; } |
    grep -vE '^ +at |: +[a-z_]+: |: *$' | tail -n 1 | cut -c1-300
}

# --- ports: chosen once and remembered, so that data and URLs survive down and up ------------------------------------

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  local port
  # Below 32768, where the kernel takes the ports of outgoing connections from.
  until port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000)) &&
    ! listening "$port" && ! grep -q "=$port$" "$RUN/ports"; do :; done
  echo "$port"
}

remember_port() {
  sed -i "/^$1=/d" "$RUN/ports"
  echo "$1=$2" >>"$RUN/ports"
}

# port_of NAME [OWNER]: the remembered port, or a new one when somebody other than our process OWNER has taken it.
port_of() {
  local port
  port=$(sed -n "s/^$1=//p" "$RUN/ports")
  if [[ -z $port ]] || { ! alive "${2:-$1}" && listening "$port"; }; then
    port=$(free_port)
    remember_port "$1" "$port"
  fi
  echo "$port"
}

# --- secrets: made once, in a file only its owner reads -------------------------------------------------------------

random_text() { head -c $((40 * $1)) /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9' | head -c "$1"; }
random_key() { head -c 32 /dev/urandom | base64 -w 0; }

# secret NAME MAKE...: the remembered value, or what MAKE prints.
secret() {
  local name=$1 value
  shift
  value=$(sed -n "s/^$name=//p" "$RUN/secrets")
  if [[ -z $value ]]; then
    value=$("$@")
    echo "$name=$value" >>"$RUN/secrets"
  fi
  echo "$value"
}

# --- HTTP ------------------------------------------------------------------------------------------------------------

# http METHOD PORT PATH [KEY [JSON]]: prints the status, then the answer's lines; fails when nobody answers.
http() {
  local method=$1 port=$2 path=$3 key=${4:-} json=${5:-}
  (
    exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
    {
      printf '%s %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n' "$method" "$path" "$port"
      if [[ $key ]]; then printf 'Authorization: Bearer %s\r\n' "$key"; fi
      if [[ $json ]]; then
        printf 'Content-Type: application/json\r\nContent-Length: %s\r\n' "$(printf %s "$json" | wc -c)"
      fi
      printf '\r\n%s' "$json"
    } >&3
    IFS=' ' read -r -t 10 _ status _ <&3 || exit 1
    echo "$status"
    timeout 10 cat <&3
  ) 2>/dev/null
}
answers() { [[ $(http GET "$1" "$2" | head -n 1) == 200 ]]; }
