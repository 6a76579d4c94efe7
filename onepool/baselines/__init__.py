"""Measures how well the baselines of marts.kpi_baselines judge days."""

from onepool.baselines.command import command

__all__ = ["command"]
