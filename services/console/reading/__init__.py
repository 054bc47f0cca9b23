"""What the four services tell staff: a page for each question that their APIs answer, as each documents it."""
