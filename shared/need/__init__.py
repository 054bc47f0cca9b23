"""Who needs to know: how each stands to a case, what their roles may do by that, and where it is decided."""
