"""Member ids: restoring the map of ids, explaining who belongs together and why."""
