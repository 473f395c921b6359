"""The derivation checker."""

from .check import check
from .limits import DerivationError

__all__ = ["DerivationError", "check"]
