"""Measures how generating, landing and building grow with the number of people."""

from onepool.bench.command import command

__all__ = ["command"]
