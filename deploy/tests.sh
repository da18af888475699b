# ./run test and ./run bench. Sourced by ./run.

# Servers, databases and results live in .run/test, made anew each time. The last line is the sum of all projects.
test_all() {
  local project projects=()
  for project in "$ROOT"/tests/*.Tests/*.csproj; do
    project=$(basename "$project" .Tests.csproj)
    if ((!$#)) || [[ " $* " == *" $project "* ]]; then projects+=("$project"); fi
  done
  ((${#projects[@]})) || die "no tests called $*: see tests/"

  need_dotnet
  RUN=$RUN/test
  open_run_directory
  lock_run_directory
  servers_down
  rm -rf "$RUN"/postgres/* "$RUN/rabbitmq" "$RUN/results"
  trap servers_down EXIT
  trap 'exit 130' INT TERM
  servers_up
  if [[ " ${projects[*]} " == *' EndToEnd '* ]]; then browser_up; fi
  say "Building"
  build build "$ROOT/TrackingPlatform.sln"
  servers_wait
  browser_wait
  export TRACKING_POSTGRES=$POSTGRES TRACKING_RABBITMQ=$RABBITMQ_URL

  PASSED=0 FAILED=0 SKIPPED=0
  for project in "${projects[@]}"; do test_project "$project.Tests"; done
  print_failures "${projects[@]}"
  say "$PASSED passed, $FAILED failed, $SKIPPED skipped"
  ((FAILED == 0 && PASSED > 0))
}

# The browser of the tests, installed while everything is built; who may not install runs without those tests.
BROWSER_JOB=
browser_up() {
  local name
  for name in "${TRACKING_CHROMIUM:-chromium}" chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then return; fi
  done
  if may_install; then
    say "Installing chromium with apt-get"
    "${SUDO[@]}" bash "$ROOT/deploy/install.sh" chromium >"$RUN/logs/chromium.log" 2>&1 9>&- &
    BROWSER_JOB=$!
  else
    say "There is no Chromium: tests in a browser are skipped (Debian: apt-get install chromium, or TRACKING_CHROMIUM)"
  fi
}
browser_wait() {
  if [[ ! $BROWSER_JOB ]] || wait "$BROWSER_JOB"; then return; fi
  say "apt-get could not install chromium, tests in a browser are skipped: see $RUN/logs/chromium.log"
}

# test_project PROJECT: shows each test as it ends and adds to PASSED, FAILED, SKIPPED.
test_project() {
  local project=$1 log=$RUN/logs/$1.log trx=$RUN/results/$1.trx status total passed failed began=$EPOCHREALTIME
  say "$project"
  set +e
  (cd "$ROOT" && dotnet test "tests/$project/$project.csproj" -c Release --no-build \
    --results-directory "$RUN/results" --logger "trx;LogFileName=$project.trx" --logger 'console;verbosity=normal' \
    --blame-hang-timeout 15m --blame-hang-dump-type none 2>&1 9>&-) |
    tee "$log" | sed -unE '/^ +(Passed|Failed|Skipped) /p'
  status=${PIPESTATUS[0]}
  set -e
  read -r total passed failed < <(counters "$trx") || read -r total passed failed <<<"0 0 0"
  # A project whose run broke off, or in which nothing ran, has failed whatever its own count says.
  if ((failed == 0)) && { ((status != 0 || total == 0)) || ! grep -q 'outcome="Completed"' "$trx"; }; then
    tail -n 30 "$log" | sed 's/^/  | /'
    say "  $project broke off: see $log"
    failed=1 total=$((total + 1))
  fi
  say "  $passed passed, $failed failed, $((total - passed - failed)) skipped in $(seconds_since "$began") s"
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed)) SKIPPED=$((SKIPPED + total - passed - failed))
}

# counters TRX: total, passed and failed of a results file.
counters() {
  sed -nE 's/.*<Counters total="([0-9]+)".* passed="([0-9]+)" failed="([0-9]+)".*/\1 \2 \3/p' "$1" 2>/dev/null
}

print_failures() {
  local project
  if ((FAILED == 0)); then return; fi
  say ""
  for project; do
    awk '/^ +(Passed|Skipped) |^(Test Run|Total tests|Results File)/ { shown = 0 }
      /^ +Failed .*\[[^]]*m?s\]$/ { shown = 1 }
      shown' "$RUN/logs/$project.Tests.log"
  done
}

# The benchmarks place orders by the thousand: a platform of their own keeps them out of the data of `up`. Those of the
# event store need PostgreSQL only, made anew each time.
bench() {
  need_dotnet
  open_run_directory
  say "Building the benchmarks"
  build build "$ROOT/tests/Benchmarks/Benchmarks.csproj"
  trap 'exit 130' INT TERM
  case ${1:-platform} in
    streams)
      RUN=$RUN/bench-streams
      open_run_directory
      lock_run_directory
      servers_down
      rm -rf "$RUN"/postgres/*
      trap servers_down EXIT
      TRACKING_RABBITMQ=none servers_up
      TRACKING_RABBITMQ=none servers_wait
      export POSTGRES_URL
      ;;
    *)
      export TRACKING_RUN_DIR=$RUN/bench TRACKING_GATEWAY_PORT=0
      if [[ ${1:-} =~ ^(api|import|messages|live)$ ]]; then
        # Each request is counted, none refused. What its services have not worked off must not burden the next run.
        export Limits__RequestsPerSecond=1000000 Limits__Burst=1000000
        "$ROOT/run" down >/dev/null
        rm -rf "$TRACKING_RUN_DIR"/postgres/* "$TRACKING_RUN_DIR/rabbitmq"
      fi
      # Tells the benchmark what each process holds in memory: tests/Benchmarks/StartupHook.cs.
      if [[ ${1:-} =~ ^(import|live)$ ]]; then
        export DOTNET_STARTUP_HOOKS=$ROOT/tests/Benchmarks/bin/Release/net10.0/Benchmarks.dll
      fi
      # Its own mail server and endpoints, which can hang.
      if [[ ${1:-} == messages ]]; then
        export TRACKING_SMTP=smtp://127.0.0.1:$(port_of bench-smtp)
        export Platform__PrivateHosts__0=127.0.0.1:$(port_of bench-endpoints)
      fi
      # Who measures look-ups is one address.
      if [[ ${1:-} == lookup ]]; then export Limits__Lookup__Burst=1000000; fi
      if [[ ${1:-} == live ]]; then export Limits__Public__Burst=1000000; fi
      "$ROOT/run" up --detach
      trap '"$ROOT/run" down' EXIT
      set -a
      source "$TRACKING_RUN_DIR/env"
      set +a
      ;;
  esac
  dotnet "$ROOT/tests/Benchmarks/bin/Release/net10.0/Benchmarks.dll" "$@"
}
