"""Gates: is a delivery what its contract says, and may the marts be published?"""

from onepool.gates.command import command
from onepool.gates.deliveries import judge_deliveries
from onepool.gates.marts import GateError, judge_marts

__all__ = ["GateError", "command", "judge_deliveries", "judge_marts"]
