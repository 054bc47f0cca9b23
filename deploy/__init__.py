"""Running the services: a real Kafka, PostgreSQL and mail server, and the command `cspr`."""
