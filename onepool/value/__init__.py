"""Fits the models that predict what a member will buy; scoring is SQL."""

from onepool.value.command import command

__all__ = ["command"]
