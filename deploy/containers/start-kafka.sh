#!/bin/sh
# Kafka's container: formatted the first time, with the users that make all others; then Kafka itself.
set -eu
cd /opt/kafka
bin/kafka-storage.sh format --ignore-formatted --cluster-id "$CLUSTER_ID" \
    --config /run/secrets/kafka.properties @/run/secrets/kafka.scram
exec bin/kafka-server-start.sh /run/secrets/kafka.properties
