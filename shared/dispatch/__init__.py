"""Sending things outside, the same in every service.

state, life, acknowledgement, portal: decide and evolve. post, directory: views. sender: the worker's task.
outgoing: the port that everything leaves by. email, webhook, file: channels; channels: all of them, as configured.
"""
