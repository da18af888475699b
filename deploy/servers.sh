#!/usr/bin/env bash
# PostgreSQL and RabbitMQ for one run directory. Sourced by ./run; on its own: servers.sh up | down | topology
# `topology` prints what the private RabbitMQ has, as JSON: exchanges, queues, bindings.
# `up` prints TRACKING_POSTGRES (Npgsql's form) and TRACKING_RABBITMQ (an amqp URI) as shell assignments.
#
# Looked for in this order: what TRACKING_POSTGRES and TRACKING_RABBITMQ name; programs on this machine, run as private
# instances on loopback; apt-get, when root or sudo is there; a Docker engine.

[[ $(type -t die) ]] || { set -euo pipefail; source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"; }

readonly POSTGRES_OLDEST=15 RABBITMQ_OLDEST=3.10

# servers_up: sets POSTGRES (Npgsql's form), POSTGRES_URL (libpq's) and RABBITMQ_URL, starting what is not given.
# Returns as soon as the processes run; servers_wait waits for them, so that a build can go on meanwhile.
servers_up() {
  local missing=()
  if [[ -z ${TRACKING_POSTGRES:-} ]] && ! postgres_bin >/dev/null; then missing+=(postgresql); fi
  if [[ -z ${TRACKING_RABBITMQ:-} ]] && ! rabbitmq_bin >/dev/null; then missing+=(rabbitmq-server); fi
  if ((${#missing[@]})); then install_servers "${missing[@]}"; fi

  if [[ ${TRACKING_POSTGRES:-} ]]; then
    POSTGRES=$(npgsql_form "$TRACKING_POSTGRES")
    POSTGRES_URL=$(libpq_form "$TRACKING_POSTGRES")
  else
    postgres_up
  fi
  RABBITMQ_URL=${TRACKING_RABBITMQ:-}
  if [[ -z $RABBITMQ_URL ]]; then rabbitmq_up; fi
}

servers_wait() {
  if [[ -z ${TRACKING_POSTGRES:-} ]]; then postgres_wait; fi
  if [[ -z ${TRACKING_RABBITMQ:-} ]]; then rabbitmq_wait; fi
}

servers_down() {
  stop TERM rabbitmq epmd
  stop INT postgres # "fast": ends the sessions that are left, writes everything, stops
  containers_down
}

install_servers() {
  local data=$RUN/postgres/data
  if [[ " $* " == *' postgresql '* && -e $data/PG_VERSION ]]; then
    die "PostgreSQL $(cat "$data/PG_VERSION"), which wrote $data, is gone: install it again or remove $RUN/postgres"
  fi
  if may_install; then
    say "Installing $* with apt-get"
    "${SUDO[@]}" bash "$ROOT/deploy/install.sh" "$@" >&2 || die "apt-get could not install $*: its reason is above"
    if [[ " $* " == *' postgresql '* ]] && ! postgres_bin >/dev/null; then
      die "this distribution's PostgreSQL is older than $POSTGRES_OLDEST: install a newer one or set TRACKING_POSTGRES"
    fi
    if [[ " $* " == *' rabbitmq-server '* ]] && ! rabbitmq_bin >/dev/null; then
      die "this distribution's RabbitMQ is older than $RABBITMQ_OLDEST: install a newer one or set TRACKING_RABBITMQ"
    fi
  elif ! docker info >/dev/null 2>&1; then
    die "install $* (Debian: apt-get install $*), or start Docker, or set TRACKING_POSTGRES and TRACKING_RABBITMQ"
  fi
}

# may_install: sets SUDO to what apt-get must be run with; sudo may ask for its password only at a terminal.
may_install() {
  SUDO=()
  command -v apt-get >/dev/null || return 1
  if ((EUID == 0)); then return; fi
  SUDO=(sudo)
  command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }
}

# at_least OLDEST VERSION
at_least() { [[ $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

source "$ROOT/deploy/postgres.sh"
source "$ROOT/deploy/rabbitmq.sh"
source "$ROOT/deploy/containers.sh"

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  open_run_directory
  # With both given there is nothing to start, and ./run test, whose tests ask here, holds the lock meanwhile.
  if [[ ${1:-} != topology ]] &&
    [[ ${1:-} != up || -z ${TRACKING_POSTGRES:-} || -z ${TRACKING_RABBITMQ:-} ]]; then lock_run_directory; fi
  case ${1:-} in
    up)
      servers_up >&2
      servers_wait >&2
      printf '%s=%q\n' TRACKING_POSTGRES "$POSTGRES" TRACKING_RABBITMQ "$RABBITMQ_URL"
      ;;
    down) servers_down ;;
    topology) rabbitmq_topology ;;
    *) die "servers.sh up | down | topology" ;;
  esac
fi
