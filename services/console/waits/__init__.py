"""What waits for a person and has no date by law: what each event begins and ends. Pure."""
