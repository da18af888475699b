# PostgreSQL and RabbitMQ in containers, when this machine has no server programs and nobody may install them.
# Sourced by servers.sh.

container() { echo "tracking-$(printf %s "$RUN" | sha256sum | head -c 8)-$1"; }

# container_up NAME PORTS IMAGE DATA OPTION... -- ARGUMENT...
container_up() {
  local name=$1 ports=$2 image=$3 data=$4 options=()
  shift 4
  while [[ $1 != -- ]]; do options+=("$1"); shift; done
  shift
  docker container inspect "$(container "$name")" >/dev/null 2>&1 && return
  say "Starting $image with Docker"
  docker run -d --rm --name "$(container "$name")" -p "127.0.0.1:$ports" -v "$(container "$name"):$data" \
    "${options[@]}" "$image" "$@" >"$RUN/logs/$name.log" 2>&1 ||
    die "Docker cannot run $image: $(tail -n 1 "$RUN/logs/$name.log")"
  touch "$RUN/containers.$name"
}

container_wait() {
  local name=$1 deadline=$((SECONDS + 120))
  until "$2"; do
    docker container inspect "$(container "$name")" >/dev/null 2>&1 ||
      die "the container of $name stopped while starting: see the log of the Docker engine"
    ((SECONDS < deadline)) || die "$name is not ready in time: see docker logs $(container "$name")"
    sleep 0.5
  done
}

containers_down() {
  local name
  for name in postgres rabbitmq; do
    [[ -e $RUN/containers.$name ]] || continue
    docker stop -t 15 "$(container "$name")" >/dev/null 2>&1 || true
    rm -f "$RUN/containers.$name"
  done
}

