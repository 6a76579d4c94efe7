"""onepool: one pool of members and one caliber of metrics for a retail brand."""
