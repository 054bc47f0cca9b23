#!/bin/sh
# Install exactly what a lock file names, each file checked by its hash; try again when the network fails.
set -eu
venv=$1
lock=$2

echo "Installing $lock ..."
for wait in 3 10 30 0; do
    if "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes --requirement "$lock"; then
        exit 0
    fi
    [ "$wait" -eq 0 ] || { echo "Trying again in $wait s ..." >&2; sleep "$wait"; }
done
echo "The packages of $lock could not be installed." >&2
exit 1
