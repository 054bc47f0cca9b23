"""The HTTP side that all services share: commands, problems, health, documents."""
