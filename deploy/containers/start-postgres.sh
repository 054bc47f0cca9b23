#!/bin/sh
# PostgreSQL's container: it takes a key only from a file that nobody else can read, so it gets a copy; then itself.
set -eu
(umask 077 && cat /run/secrets/tls.pem > /var/run/postgresql/server.pem)
exec docker-entrypoint.sh "$@"
