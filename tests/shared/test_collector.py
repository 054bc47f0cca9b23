"""What a service took to start is given back, where the C library knows how."""

import ctypes
from types import SimpleNamespace

from shared.collector import give_back


def test_all_that_is_free_is_given_back(monkeypatch):
    kept: list[int] = []
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace(malloc_trim=kept.append))

    give_back()

    assert kept == [0]  # bytes to keep at the end of the heap


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: SimpleNamespace())

    give_back()
