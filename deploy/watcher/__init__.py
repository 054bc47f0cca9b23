"""What watches an installation from outside its services: how far each is behind on Kafka, told to Prometheus."""
