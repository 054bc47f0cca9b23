"""Who may do what at Kafka: the users and their passwords, their rights as a table, and how a broker is told."""
