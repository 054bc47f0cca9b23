"""What an installation of containers needs beforehand: certificates, passwords, Kafka's settings, a proxy."""
