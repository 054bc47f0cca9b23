"""A report by hand: every field of an agency's report that a person can know, part by part, as one document."""
