"""What the project is compared with: other people's code, or the plainest that would do."""
