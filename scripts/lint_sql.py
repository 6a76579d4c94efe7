"""sqlfluff, whose layout rules share one map of how deep each part of a file lies.

Each of four rules maps the whole file anew, which is a third of the time of linting. A
file that a rule mends is another one, with a map of its own.
"""

import gc
import sys

from sqlfluff.cli.commands import cli
from sqlfluff.core.parser import BaseSegment
from sqlfluff.utils.reflow.depthmap import DepthMap

_from_parent = DepthMap.from_parent.__func__
_last: list[tuple[BaseSegment, DepthMap]] = []


def _shared(cls: type[DepthMap], parent: BaseSegment) -> DepthMap:
    if not _last or _last[0][0] is not parent:
        _last[:] = [(parent, _from_parent(cls, parent))]
    return _last[0][1]


DepthMap.from_parent = classmethod(_shared)
# The project that dbt has parsed stays: looking through it for garbage is in vain.
gc.set_threshold(50_000, 20, 100)

if __name__ == "__main__":
    sys.exit(cli())
