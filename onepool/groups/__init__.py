"""Fits clusters of behaviour; which member belongs to which is said by SQL."""

from onepool.groups.command import command

__all__ = ["command"]
