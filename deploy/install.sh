#!/usr/bin/env bash
# install.sh PACKAGE...: installs Debian packages as root without their own servers coming up: the platform runs
# private instances, and what the machine itself runs is not ours to start. Everything changed for that is put back.
set -euo pipefail

policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.conf
apt=(apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -q -y)
export DEBIAN_FRONTEND=noninteractive

put_back() {
  if [[ ${wrote_policy:-} ]]; then rm -f "$policy"; fi
  if [[ -e ${kept_clusters:-} ]]; then mv "$kept_clusters" "$clusters"; fi
}
trap put_back EXIT

if [[ ! -e $policy ]]; then
  wrote_policy=1
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

"${apt[@]}" update

if [[ " $* " == *' postgresql '* ]]; then
  # postgresql-common brings the file in which "no cluster, please" can be said before postgresql comes.
  "${apt[@]}" install --no-install-recommends postgresql-common
  kept_clusters=$clusters.before-tracking
  cp -p "$clusters" "$kept_clusters"
  echo 'create_main_cluster = false' >>"$clusters"
fi

# Debian puts ICU's version into the package's name.
if [[ " $* " == *' libicu '* ]]; then
  icu=$(apt-cache search --names-only '^libicu[0-9]+$' | sort -V | tail -n 1 | cut -d' ' -f1)
  set -- "${@/#libicu/${icu:?this distribution has no libicu}}"
fi

"${apt[@]}" install --no-install-recommends "$@"

# The policy holds only for now; without this the packaged broker would come up with the next boot.
if [[ " $* " == *' rabbitmq-server '* ]] && command -v systemctl >/dev/null; then
  systemctl disable --quiet rabbitmq-server.service epmd.socket epmd.service 2>/dev/null || true
fi
