"""The yearly report and statistics: facts counted over a period, as they were known on a day."""
