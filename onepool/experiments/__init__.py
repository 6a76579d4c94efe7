"""Holds the intervals of marts.experiment_results to effects that are known."""

from onepool.experiments.command import command

__all__ = ["command"]
