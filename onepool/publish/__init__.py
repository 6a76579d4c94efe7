"""Publishing: versioned Parquet and a small DuckDB file of views, switched at once."""

from onepool.publish.command import PublishError, command, publish, relink

__all__ = ["PublishError", "command", "publish", "relink"]
