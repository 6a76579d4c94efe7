"""Landing: each delivered file once, as it is, into the landing zone."""

from onepool.landing.command import command
from onepool.landing.run import Gate, LandingError, Verdict, land

__all__ = ["Gate", "LandingError", "Verdict", "command", "land"]
