# The platform's own processes: build, start, wait, demo accounts, .run/env. Sourced by ./run.

readonly SERVICES=(orders payments shipments notifications)

# The demo merchant's accounts: kind, name, how the sender proves itself, and in which header when it does so by one.
readonly ACCOUNTS=(
  'carrier delhivery header X-Api-Key'
  'carrier shiprocket header x-api-key'
  'carrier easypost hmac'
  'carrier bluedart header token'
  'carrier ekart header X-Api-Key'
  'carrier xpressbees header X-Api-Key'
  'carrier ecomexpress header X-Api-Key'
  'carrier shadowfax header Authorization'
  'carrier dtdc header X-Api-Key'
  'carrier clickpost header webhook_key'
  'carrier udaan header X-Api-Key'
  'carrier amaze header X-Api-Key'
  'carrier loadshare header X-Api-Key'
  'carrier parceldo header X-Api-Key'
  'carrier smartr header X-Api-Key'
  'carrier pikndel header X-Api-Key'
  'carrier pidge header X-Api-Key'
  'carrier shippo hmac'
  'carrier aftership hmac'
  'carrier 17track hmac'
  'carrier dhl header X-Api-Key'
  'carrier fedex hmac'
  'carrier ups header X-Api-Key'
  'payment simulated hmac'
  'payment stripe hmac'
  'payment razorpay hmac'
)

# No compiler or build server may be left behind, and what tools print must be readable by ./run.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

need_dotnet() {
  local wanted
  need_icu
  wanted=$(grep -oE '[0-9]+\.[0-9]+\.[0-9]+' "$ROOT/global.json" | head -n 1)
  command -v dotnet >/dev/null || die "the .NET SDK $wanted or newer is missing: https://dotnet.microsoft.com/download"
  (cd "$ROOT" && dotnet --version >/dev/null 2>&1) ||
    die "this needs the .NET SDK $wanted or newer, here is $(cd / && dotnet --version 2>/dev/null || echo 'no SDK')"
}

# .NET reads from ICU how each language writes dates, numbers and money; without it not even its SDK starts.
need_icu() {
  local found
  for found in /usr/lib/*/ /usr/lib/ /usr/lib64/ /lib/*/ /usr/local/lib/; do
    if compgen -G "${found}libicuuc.so.*" >/dev/null; then return; fi
  done
  may_install || die "the ICU libraries are missing: install libicu (Debian: libicu and its number, such as libicu72)"
  say "Installing ICU with apt-get: how languages write dates, numbers and money"
  "${SUDO[@]}" bash "$ROOT/deploy/install.sh" libicu >&2 || die "apt-get could not install ICU: its reason is above"
}

# replicas_of SERVICE: orders, orders-2, …
replicas_of() {
  local i
  echo "$1"
  for ((i = 2; i <= REPLICAS; i++)); do echo "$1-$i"; done
}
# Every process of ours that may run, those of an earlier and larger --replicas too.
processes() {
  local file names=(gateway mail)
  for file in "$RUN"/pids/*; do names+=("${file##*/}"); done
  printf '%s\n' "${names[@]}" "${SERVICES[@]}" | grep -vxE 'postgres|rabbitmq|epmd|\*' | sort -u
}
any_alive() {
  local name
  for name in $(processes); do
    if alive "$name"; then return; fi
  done
  return 1
}

# build COMMAND ARGUMENT...: prints each project as it is done, and errors; the log keeps the rest.
build() {
  local log=$RUN/logs/build.log
  (cd "$ROOT" && dotnet "$@" -c Release -v minimal -nologo) 2>&1 | tee "$log" |
    sed -unE 's/^ +(\S+) -> .*\.dll$/  \1/p' && return
  grep -E '(error|warning) [A-Z]+[0-9]+' "$log" | sort -u | head -n 20 >&2 || tail -n 20 "$log" >&2
  die "the build failed: see $log"
}

build_platform() {
  # A running process has its files mapped: changed code takes effect after `down`.
  if any_alive && [[ -e $RUN/apps/built ]]; then return; fi
  say "Building"
  rm -f "$RUN/apps/built"
  build publish "$ROOT/deploy/platform.slnf" "-p:TrackingApps=$RUN/apps"
  touch "$RUN/apps/built"
}

# gateway_port: the running gateway's, else what TRACKING_GATEWAY_PORT says (0: any free one), else 8080.
gateway_port() {
  local port=${TRACKING_GATEWAY_PORT:-8080}
  if alive gateway || [[ $port == 0 ]]; then port_of gateway; return; fi
  if listening "$port"; then
    die "port $port is taken by another program: set TRACKING_GATEWAY_PORT to a free port, or to 0 for any"
  fi
  remember_port gateway "$port"
  echo "$port"
}

# platform_configuration: exports what every process reads, and sets the keys that ./run prints.
platform_configuration() {
  local service pool
  GATEWAY_URL=http://127.0.0.1:$(gateway_port)
  MAIL_URL=$(address_of mail)
  STOREFRONT_KEY=$(secret STOREFRONT_KEY api_key)
  OPS_KEY=$(secret OPS_KEY api_key)
  ADMIN_KEY=$(secret ADMIN_KEY api_key)
  export ASPNETCORE_ENVIRONMENT=Production
  export Logging__Console__FormatterName=simple Logging__Console__FormatterOptions__SingleLine=true
  export Logging__Console__FormatterOptions__TimestampFormat='yyyy-MM-ddTHH:mm:ss.fffZ '
  export Logging__Console__FormatterOptions__UseUtcTimestamp=true
  export ConnectionStrings__Postgres=$POSTGRES ConnectionStrings__RabbitMq=$RABBITMQ_URL
  if [[ -z ${TRACKING_POSTGRES:-} ]]; then
    # All processes' pools together must fit in the private server's 300 connections.
    pool=$((280 / (${#SERVICES[@]} * REPLICAS + 1)))
    export ConnectionStrings__Postgres="$POSTGRES;Maximum Pool Size=$((pool < 50 ? pool : 50))"
  fi
  Platform__IdentityKey=$(secret IDENTITY_KEY random_key) Platform__EncryptionKey=$(secret ENCRYPTION_KEY random_key)
  Platform__Smtp=${TRACKING_SMTP:-smtp://127.0.0.1:$(port_of smtp mail)}
  Platform__MailFrom='Demo Store <orders@demo.example>'
  Platform__Preview=true Platform__PublicUrl=$GATEWAY_URL
  export Platform__IdentityKey Platform__EncryptionKey Platform__Smtp Platform__MailFrom Platform__Preview
  export Platform__PublicUrl Sms__Log=true Push__Log=true
  for service in "${SERVICES[@]}"; do
    export "Platform__Services__$service=$(address_of "$service")"
  done
}
address_of() { echo "http://127.0.0.1:$(port_of "$1")"; }
api_key() { echo "tp_live_$(random_text 40)"; }

# start NAME PROJECT ARGUMENT...: unless it runs already.
start() {
  local name=$1 project=$2
  shift 2
  if alive "$name"; then return; fi
  ASPNETCORE_URLS=$(address_of "$name") spawn "$name" env --chdir="$RUN/apps/$project" dotnet "$project.dll" "$@"
}

start_platform() {
  local service name
  start mail Tools mail-sink --smtp "$(port_of smtp mail)" --http "$(port_of mail)" --data "$RUN/mail"
  for service in "${SERVICES[@]}"; do
    for name in $(replicas_of "$service"); do start "$name" "${service^}"; done
  done
  start_gateway
}

start_gateway() {
  local service name replica
  export Bootstrap__MerchantId=demo Bootstrap__MerchantName='Demo Store'
  export Bootstrap__StorefrontKey=$STOREFRONT_KEY Bootstrap__OpsKey=$OPS_KEY Bootstrap__AdminKey=$ADMIN_KEY
  for service in "${SERVICES[@]}"; do
    replica=0
    for name in $(replicas_of "$service"); do
      replica=$((replica + 1))
      export "ReverseProxy__Clusters__${service}__Destinations__${replica}__Address=$(address_of "$name")/"
    done
  done
  start gateway Gateway
}

wait_platform() {
  local service name
  for name in mail $(for service in "${SERVICES[@]}"; do replicas_of "$service"; done) gateway; do
    wait_until "$name" 90 answers "$(port_of "$name")" /health/ready
  done
}

create_accounts() {
  local account kind name scheme header json answer status
  for account in "${ACCOUNTS[@]}"; do
    read -r kind name scheme header <<<"$account"
    json='"account":"demo","auth":{"scheme":"'$scheme'","secret":"'$(webhook_secret "$name")'"'
    json+=${header:+',"header":"'$header'"'}'}'
    if [[ $kind == carrier ]]; then json='{"carrier":"'$name'",'$json'}'; else json='{"provider":"'$name'",'$json'}'; fi
    answer=$(http POST "$(port_of gateway)" "/v1/$kind-accounts" "$ADMIN_KEY" "$json") || true
    status=${answer%%$'\n'*}
    [[ $status == 201 || $status == 409 ]] ||
      die "the demo account of $name could not be made: ${status:-no answer} ${answer##*$'\n'}"
  done
}
webhook_secret() { secret "WEBHOOK_SECRET_$(variable "$1")" random_text 40; }
variable() { if [[ $1 == 17track ]]; then echo TRACK17; else echo "${1^^}"; fi; }

write_env() {
  local account name header
  (
    umask 077
    {
      for name in GATEWAY_URL STOREFRONT_KEY OPS_KEY ADMIN_KEY POSTGRES_URL RABBITMQ_URL MAIL_URL JAEGER_URL; do
        if [[ ${!name:-} ]]; then printf '%s=%q\n' "$name" "${!name}"; fi
      done
      for account in "${ACCOUNTS[@]}"; do
        read -r _ name _ header <<<"$account"
        printf 'WEBHOOK_SECRET_%s=%q\n' "$(variable "$name")" "$(webhook_secret "$name")"
        if [[ $header ]]; then printf 'WEBHOOK_HEADER_%s=%q\n' "$(variable "$name")" "$header"; fi
      done
    } >"$RUN/env.new"
  )
  mv "$RUN/env.new" "$RUN/env"
}

print_summary() {
  say ""
  say "  Gateway         $GATEWAY_URL"
  say "  Tracking page   $GATEWAY_URL/track"
  say "  E-mails         $MAIL_URL"
  if [[ ${JAEGER_URL:-} ]]; then say "  Traces          $JAEGER_URL"; fi
  say "  Storefront key  $STOREFRONT_KEY"
  say "  Ops key         $OPS_KEY"
  say "  Admin key       $ADMIN_KEY"
  say "  All of it       $RUN/env"
  say ""
}
