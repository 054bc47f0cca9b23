"""The anonymity gate: what in a text could tell who the child is. Pure, deterministic, and no model.

`scan` compares every part of a text with what the case knows of its people (`identifiers`), and looks for what
identifies without a name (`quasi`). What it finds is certain, and must go, or likely: a person accepts it with
a reason or has it blurred. What cannot be scanned has not passed: nothing here answers "probably fine".
"""
