"""Who may come in: who proves it, how that is checked, and for how long it holds."""
