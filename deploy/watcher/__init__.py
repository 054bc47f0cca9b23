"""What watches an installation from outside its services: how far each is behind
on Kafka, and a canary that goes the whole way. Told to Prometheus."""
