#!/bin/sh
# What the tests need beside Python: "program:Debian package", a line each. `make demo` needs none.
# gencat stands for the headers it comes with: gcc alone compiles nothing.
set -eu
NEEDED="
kcat:kcat
chromium:chromium
spin:spin
cc:gcc
gencat:libc6-dev
"

missing=""
for pair in $NEEDED; do
    command -v "${pair%%:*}" > /dev/null || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0

say_and_fail() {
    echo "The tests need:$missing. Run this once, then try again:" >&2
    echo "    sudo apt-get update && sudo apt-get install --yes --no-install-recommends$missing" >&2
    exit 1
}
[ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null || say_and_fail

echo "Installing$missing ..."
export DEBIAN_FRONTEND=noninteractive
for wait in 3 10 0; do
    # shellcheck disable=SC2086  (the list is meant to be split)
    if apt-get update -qq && apt-get install -qq --yes --no-install-recommends $missing; then
        exit 0
    fi
    sleep "$wait"
done
say_and_fail
