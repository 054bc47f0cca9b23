"""Duties with dates, the same in every service that owes one: life (decide, evolve), agenda, board (views)."""
