"""Sending things outside, the same in every service: life (decide, evolve), post (view), sender (worker task), channels."""
