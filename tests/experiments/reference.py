"""The results of experiments a second way: pandas, numpy and scipy, over members."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

MEANS = ("conversion", "orders", "net_amount", "capped_net_amount", "margin_amount")
SLICES = {
    "all": None,
    "rfm_segment": "rfm_segment_before",
    "lifecycle_stage": "lifecycle_stage_before",
    "channel": "channel_code",
}
Z = stats.norm.ppf(0.975)


def expected_results(members: pd.DataFrame, least: int) -> pd.DataFrame:
    """Return what marts.experiment_results has to say of marts.experiment_members.

    Args:
        members: rows of marts.experiment_members.
        least: fewest members of an arm that are compared.

    Returns:
        The key columns, ci_low, ci_high, p_value and adjusted_p_value, one row a
        comparison that can be made.
    """
    counted = members[members["is_counted"]].copy()
    counted["pre"] = counted["pre_net_amount"].astype(float).fillna(0.0)
    for name in MEANS:
        counted[name] = counted[name].astype(float)
    rows = []
    for (experiment, dimension, value), group in _slices(counted):
        arms = dict(tuple(group.groupby("arm")))
        control = arms.pop("control", None)
        if control is None or len(control) < least:
            continue
        everyone = [control, *arms.values()]
        for arm, treated in arms.items():
            if len(treated) < least:
                continue
            for metric, method, found in _comparisons(
                treated, control, everyone, least
            ):
                key = (experiment, arm, dimension, value, metric, method)
                rows.append((*key, *found))
    keys = ["experiment_key", "arm", "slice_dimension", "slice_value"]
    names = [*keys, "metric", "method", "ci_low", "ci_high", "p_value"]
    return _corrected(pd.DataFrame(rows, columns=names))


def _slices(
    counted: pd.DataFrame,
) -> Iterator[tuple[tuple[str, str, str], pd.DataFrame]]:
    for dimension, column in SLICES.items():
        for experiment, group in counted.groupby("experiment_key"):
            if column is None:
                yield (experiment, dimension, "all"), group
                continue
            for value, part in group.groupby(column):
                yield (experiment, dimension, value), part


def _comparisons(
    treated: pd.DataFrame,
    control: pd.DataFrame,
    everyone: list[pd.DataFrame],
    least: int,
) -> Iterator[tuple[str, str, tuple[float, float, float]]]:
    for metric in MEANS:
        ours, theirs = treated[metric], control[metric]
        if metric == "conversion":
            found = _proportions(ours, theirs)
            if found:
                yield metric, "difference_of_proportions", found
        elif ours.var() + theirs.var() > 0:
            yield metric, "welch", _welch(ours, theirs)
        # Within arms: what is left when every arm is measured from its own means.
        y = np.concatenate([arm[metric] - arm[metric].mean() for arm in everyone])
        x = np.concatenate([arm["pre"] - arm["pre"].mean() for arm in everyone])
        if (x**2).sum() > 0 and ours.var() + theirs.var() > 0:
            theta = (x * y).sum() / (x**2).sum()
            yield (
                metric,
                "welch_cuped",
                _welch(ours - theta * treated["pre"], theirs - theta * control["pre"]),
            )
    if min(treated["orders"].sum(), control["orders"].sum()) >= least:
        found = _ratio(treated, control)
        if found:
            yield "average_order_value", "delta", found


def _welch(ours: pd.Series, theirs: pd.Series) -> tuple[float, float, float]:
    test = stats.ttest_ind(ours, theirs, equal_var=False)
    interval = test.confidence_interval(0.95)
    return interval.low, interval.high, test.pvalue


def _proportions(
    ours: pd.Series, theirs: pd.Series
) -> tuple[float, float, float] | None:
    n, m, p, q = len(ours), len(theirs), ours.mean(), theirs.mean()
    pooled = (ours.sum() + theirs.sum()) / (n + m)
    if min(n, m) * min(pooled, 1 - pooled) < 5:
        return None
    # Pearson's chi-square without correction is the square of the pooled z.
    table = [[ours.sum(), n - ours.sum()], [theirs.sum(), m - theirs.sum()]]
    p_value = stats.chi2_contingency(table, correction=False).pvalue
    error = np.sqrt(p * (1 - p) / n + q * (1 - q) / m)
    return p - q - Z * error, p - q + Z * error, p_value


def _ratio(
    treated: pd.DataFrame, control: pd.DataFrame
) -> tuple[float, float, float] | None:
    ratios, squares = [], []
    for arm in (treated, control):
        ratio = arm["net_amount"].sum() / arm["orders"].sum()
        residuals = (arm["net_amount"] - ratio * arm["orders"]) / arm["orders"].mean()
        ratios.append(ratio)
        squares.append(residuals.var() / len(arm))
    error = np.sqrt(sum(squares))
    if error == 0:
        return None
    lift = ratios[0] - ratios[1]
    return lift - Z * error, lift + Z * error, 2 * stats.norm.sf(abs(lift / error))


def _corrected(frame: pd.DataFrame) -> pd.DataFrame:
    adjusted = pd.Series(index=frame.index, dtype=float)
    families = ["experiment_key", "slice_dimension", "metric", "method"]
    for (_, dimension, _, _), family in frame.groupby(families):
        p_values = family["p_value"].to_numpy()
        if dimension == "all":
            order = np.argsort(p_values)
            factors = len(order) - np.arange(len(order))
            steps = np.maximum.accumulate(p_values[order] * factors)
            adjusted.loc[family.index[order]] = np.minimum(steps, 1)
        else:
            adjusted.loc[family.index] = stats.false_discovery_control(p_values)
    return frame.assign(adjusted_p_value=adjusted)


def differences(results: pd.DataFrame, members: pd.DataFrame, least: int) -> list[str]:
    """Return in words what differs by more than 1e-6, absolute or relative."""
    keys = ["experiment_key", "arm", "slice_dimension", "slice_value"]
    keys += ["metric", "method"]
    wanted = expected_results(members, least).set_index(keys)
    given = results[results["reason"].isna()].set_index(keys)
    found = [f"missing: {key}" for key in wanted.index.difference(given.index)]
    found += [f"not expected: {key}" for key in given.index.difference(wanted.index)]
    both = wanted.index.intersection(given.index)
    for name in ("ci_low", "ci_high", "p_value", "adjusted_p_value"):
        ours = given.loc[both, name].astype(float)
        theirs = wanted.loc[both, name]
        off = ~np.isclose(ours, theirs, rtol=1e-6, atol=1e-6)
        found += [
            f"{name} of {key}: {ours[key]} is not {theirs[key]}" for key in both[off]
        ]
    return found
