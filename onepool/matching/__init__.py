"""Fuzzy candidates: who may be one person though no identifier says so.

Splink scores pairs of accounts; people, or a threshold that they set, decide. Nothing
here merges anybody: accepted pairs are overrides that the next build reads.
"""
