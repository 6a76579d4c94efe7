"""Writes the caliber white paper: what every number, code and table means."""

from onepool.whitepaper.command import command

__all__ = ["command"]
