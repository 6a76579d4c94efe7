"""Adapters that map published data sets into the standard extract layout."""
