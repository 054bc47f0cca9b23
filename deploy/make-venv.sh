#!/bin/sh
# Make a virtual environment with the first Python 3.11 or newer.
set -eu
venv=$1

for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "Python 3.11 or newer is needed, and none was found on the path." >&2
    exit 1
fi

echo "Making $venv with $("$python" --version) ..."
if ! "$python" -m venv --clear "$venv"; then
    rm -rf "$venv"
    echo "This Python cannot make virtual environments. On Debian or Ubuntu run:" >&2
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "    apt-get install python$version-venv" >&2
    exit 1
fi
