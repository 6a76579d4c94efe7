"""K-means over how members behave, with names that come from the profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.vq import kmeans2

STARTS = 8
CLEAR = 0.25
"""Standard deviations from the mean from which a trait is worth a word."""


class ClusterError(Exception):
    """The data do not carry clusters; the text says why."""


@dataclass(frozen=True)
class Clusters:
    """Fitted clusters, the largest first.

    Attributes:
        features: names of the features.
        mean: mean of ln(1 + x) of each feature, shape (features,).
        deviation: its standard deviation, shape (features,).
        centers: centres in standard deviations, shape (clusters, features).
        codes: name of each cluster.
        sizes: members of each cluster.
        explained: share of the variance that lies between clusters.
    """

    features: tuple[str, ...]
    mean: np.ndarray
    deviation: np.ndarray
    centers: np.ndarray
    codes: tuple[str, ...]
    sizes: tuple[int, ...]
    explained: float


def fit(
    features: Sequence[str],
    rows: np.ndarray,
    words: Mapping[str, tuple[str, str]],
    count: int,
    seed: int = 7,
) -> Clusters:
    """Return the best of several k-means fits; the same rows give the same clusters.

    Args:
        features: names of the columns.
        rows: members, shape (members, features), all 0 or more.
        words: what a high and a low value of a feature is called.
        count: how many clusters.
        seed: of the starts.

    Raises:
        ClusterError: there are fewer members of different behaviour than clusters.
    """
    distinct = len(np.unique(rows, axis=0))
    if distinct < count:
        raise ClusterError(
            f"{distinct} members behave differently, too few for {count} clusters"
        )
    logs = np.log1p(rows)
    mean, deviation = logs.mean(axis=0), logs.std(axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    scaled = (logs - mean) / deviation
    generator = np.random.default_rng(seed)
    best: tuple[float, np.ndarray, np.ndarray] | None = None
    for _ in range(STARTS):
        centers, labels = kmeans2(scaled, count, iter=60, minit="++", rng=generator)
        loss = float(((scaled - centers[labels]) ** 2).sum())
        filled = len(np.unique(labels)) == count
        if filled and (best is None or loss < best[0] - 1e-9):
            best = (loss, centers, labels)
    if best is None:
        raise ClusterError(
            f"the members do not fall into {count} clusters; ask for fewer"
        )
    loss, centers, labels = best
    sizes = np.bincount(labels, minlength=count)
    order = np.lexsort((centers[:, 0], -sizes))
    total = float(((scaled - scaled.mean(axis=0)) ** 2).sum())
    return Clusters(
        tuple(features),
        mean,
        deviation,
        centers[order],
        tuple(names(features, centers[order], words)),
        tuple(int(size) for size in sizes[order]),
        1 - loss / total if total else 0.0,
    )


def names(
    features: Sequence[str],
    centers: np.ndarray,
    words: Mapping[str, tuple[str, str]],
) -> list[str]:
    """Return a name for each centre: the words of its clearest traits.

    As many words as tell it from the clusters before it, two at least where two traits
    are clear; a number where no word does.

    Args:
        features: names of the columns of the centres.
        centers: in standard deviations, shape (clusters, features).
        words: what a high and a low value of a feature is called.
    """
    found: list[str] = []
    for center in centers:
        order = sorted(range(len(features)), key=lambda i: (-abs(center[i]), i))
        traits = [
            words[features[i]][0 if center[i] > 0 else 1]
            for i in order
            if abs(center[i]) >= CLEAR
        ] or ["average"]
        options = [
            "_".join(traits[:n]) for n in range(min(2, len(traits)), len(traits) + 1)
        ]
        options += [f"{options[0]}_{number}" for number in range(2, len(centers) + 2)]
        found.append(next(name for name in options if name not in found))
    return found
