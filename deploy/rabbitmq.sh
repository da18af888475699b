# RabbitMQ as a private instance. Sourced by servers.sh.

# The server itself, not /usr/sbin's wrapper: that one changes to the system's own user and drops the environment.
rabbitmq_bin() {
  local bin version
  for bin in /usr/lib/rabbitmq/bin/rabbitmq-server \
    $(printf '%s\n' /usr/lib/rabbitmq/lib/*/sbin/rabbitmq-server /opt/rabbitmq*/sbin/rabbitmq-server | sort -Vr) \
    $(command -v rabbitmq-server || true); do
    [[ -x $bin ]] || continue
    version=$(readlink -f "$bin" | grep -oE 'rabbitmq_server-[0-9.]+' | grep -oE '[0-9.]+') || continue
    if at_least "$RABBITMQ_OLDEST" "$version"; then
      echo "$bin"
      return
    fi
  done
  return 1
}

rabbitmq_up() {
  local bin port password home=$RUN/rabbitmq epmd_port
  port=$(port_of rabbitmq)
  password=$(secret RABBITMQ_PASSWORD random_text 32)
  RABBITMQ_URL="amqp://tracking:$password@127.0.0.1:$port"
  if ! bin=$(rabbitmq_bin); then
    alive rabbitmq || container_up rabbitmq "$port:5672" rabbitmq:4 /var/lib/rabbitmq --hostname tracking \
      -e RABBITMQ_DEFAULT_USER=tracking -e "RABBITMQ_DEFAULT_PASS=$password" --
    return
  fi
  # An epmd of our own: a shared one would outlive `down`, listen everywhere and clash with another clone's node name.
  epmd_port=$(port_of epmd)
  if ! alive epmd; then spawn epmd epmd -address 127.0.0.1 -port "$epmd_port"; fi
  if alive rabbitmq; then return; fi
  mkdir -p "$home/conf.d"
  printf '%s\n' 'default_user = tracking' "default_pass = $password" 'disk_free_limit.absolute = 64MB' \
    >"$home/rabbitmq.conf"
  chmod 600 "$home/rabbitmq.conf"
  echo '[].' >"$home/enabled_plugins"
  : >"$home/env.conf"
  # RUNNING_UNDER_SYSTEMD makes the script become the server instead of guarding it: its pid is then the one to signal.
  # Idle schedulers sleep instead of spinning: this machine has other work.
  local sleep='+sbwt none +sbwtdcpu none +sbwtdio none'
  spawn rabbitmq env HOME="$home" RUNNING_UNDER_SYSTEMD=true ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$epmd_port" \
    RABBITMQ_NODENAME=tracking@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" \
    RABBITMQ_DIST_PORT="$(port_of rabbitmq-distribution rabbitmq)" RABBITMQ_LOGS=- \
    RABBITMQ_CONF_ENV_FILE="$home/env.conf" RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" \
    RABBITMQ_CONFIG_FILES="$home/conf.d" RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$home/enabled_plugins" RABBITMQ_FEATURE_FLAGS_FILE="$home/feature_flags" \
    RABBITMQ_MNESIA_BASE="$home/mnesia" RABBITMQ_LOG_BASE="$home/log" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} $sleep" "$bin"
}

rabbitmq_wait() {
  local wait=(wait_until rabbitmq 90)
  if [[ -e $RUN/containers.rabbitmq ]]; then wait=(container_wait rabbitmq); fi
  "${wait[@]}" rabbitmq_ready
}
# The listeners open last.
rabbitmq_ready() { listening "$(port_of rabbitmq)"; }


# Nothing when the broker is not an instance of ours.
rabbitmq_topology() {
  local ask home=$RUN/rabbitmq
  if [[ -e $RUN/containers.rabbitmq ]]; then
    ask=(docker exec "$(container rabbitmq)" rabbitmqctl)
  elif alive rabbitmq; then
    ask=(env HOME="$home" ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$(port_of epmd)"
      RABBITMQ_NODENAME=tracking@localhost RABBITMQ_CONF_ENV_FILE="$home/env.conf"
      "$(dirname "$(rabbitmq_bin)")/rabbitmqctl")
  else
    return 0
  fi
  ask+=(--quiet --formatter json)
  printf '{"exchanges":%s,"queues":%s,"bindings":%s}\n' \
    "$("${ask[@]}" list_exchanges name type durable auto_delete)" \
    "$("${ask[@]}" list_queues name durable auto_delete exclusive)" \
    "$("${ask[@]}" list_bindings source_name destination_name destination_kind)"
}
