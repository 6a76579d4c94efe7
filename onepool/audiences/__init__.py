"""Audiences: who is to be addressed, as versioned files with arms and a receipt."""

from onepool.audiences.command import command

__all__ = ["command"]
