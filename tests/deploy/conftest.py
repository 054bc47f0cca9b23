from tests.shared.conftest import pair

__all__ = ["pair"]
