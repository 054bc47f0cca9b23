"""Sending things outside, the same in every service.

life: decide and evolve. post: the view. sender: the worker's task. email: a channel.
"""
