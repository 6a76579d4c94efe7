"""Keyed hashes of personal values, by the rules of the warehouse."""

from onepool.hashing.command import command
from onepool.hashing.values import keyed_hash, standard_value

__all__ = ["command", "keyed_hash", "standard_value"]
