#!/bin/sh
# What the machine needs beside Python, "what to look for:Debian package", a line each: RUN for PDFs, TEST for tests.
# gencat stands for the headers it comes with: gcc alone compiles nothing.
set -eu
RUN="
libpango-1.0.so.0:libpango-1.0-0
libpangoft2-1.0.so.0:libpangoft2-1.0-0
DejaVuSans.ttf:fonts-dejavu-core
"
TEST="
chromium:chromium
spin:spin
promtool:prometheus
amtool:prometheus-alertmanager
clamd:clamav-daemon
softhsm2-util:softhsm2
pg_ctlcluster:postgresql
cc:gcc
gencat:libc6-dev
"
case "$1" in
    run) purpose="PDFs need" needed=$RUN ;;
    test) purpose="The tests need" needed="$RUN $TEST" ;;
    *) echo "Say run or test." >&2; exit 2 ;;
esac

there() {
    case "$1" in
        *.so.*) /sbin/ldconfig -p 2> /dev/null | grep -q "$1 " ;;
        *.ttf) [ -n "$(find /usr/share/fonts -name "$1" 2> /dev/null | head -n 1)" ] ;;
        *) PATH=$PATH:/usr/sbin command -v "$1" > /dev/null ;;
    esac
}

missing=""
for pair in $needed; do
    there "${pair%%:*}" || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0

say_and_fail() {
    echo "$purpose:$missing. Run this once, then try again:" >&2
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
