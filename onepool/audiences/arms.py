"""Arms by a salted hash: the same member stands in the same arm at every build."""

import hashlib
from collections.abc import Mapping

SPACE = 1 << 64


def place_of(salt: str, audience: str, member_id: str) -> float:
    """Return the place of a member in an audience, in [0, 1), evenly spread.

    The first 64 bits of sha256 over salt, audience and member: independent between
    audiences, and not to be guessed without the salt.
    """
    said = f"{salt}:audience:{audience}:{member_id}".encode()
    return int.from_bytes(hashlib.sha256(said).digest()[:8], "big") / SPACE


def arm_of(place: float, arms: Mapping[str, float]) -> str:
    """Return the arm a place falls into.

    Arms lie one after the other by name, control first: a changed share among the
    others moves nobody out of control or into it.
    """
    names = sorted(arms, key=lambda name: (name != "control", name))
    upper = 0.0
    for name in names:
        upper += arms[name]
        if place < upper:
            return name
    return names[-1]
