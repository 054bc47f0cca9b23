#!/bin/sh
# Install exactly what a lock file names, each file checked by its hash, and put this project on the
# environment's path. When the network fails, try again.
set -eu
venv=$1
lock=$2

echo "Installing $lock ..."
for wait in 3 10 30 0; do
    if "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes --requirement "$lock"; then
        installed=yes
        break
    fi
    [ "$wait" -eq 0 ] || { echo "Trying again in $wait s ..." >&2; sleep "$wait"; }
done
if [ -z "${installed:-}" ]; then
    echo "The packages of $lock could not be installed." >&2
    exit 1
fi

# A path file instead of an installation: nothing is copied, so what runs is what is here.
packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd > "$packages/cspr.pth"
cat > "$venv/bin/cspr" <<'LAUNCHER'
#!/bin/sh
# -P: a folder called "deploy" where the user happens to stand must not be taken for ours.
exec "$(dirname "$(readlink -f "$0")")/python" -P -m deploy.cli "$@"
LAUNCHER
chmod +x "$venv/bin/cspr"
