"""Planted bugs."""
from dataclasses import dataclass
@dataclass
class Mutant:
    name: str
    def plant(self, at): ...
    def remove(self): ...
MUTANTS = {}
