"""Who is told when a date comes near or was missed: timetable, view, letter, and the task that mails it."""
