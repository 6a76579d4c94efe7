"""Likelihoods of two models of repeat purchases.

BG/NBD says how often a customer buys and whether they still do: P. Fader, B. Hardie, K.
Lee, "Counting Your Customers the Easy Way", Marketing Science 24 (2005), equation (6).
Gamma-Gamma says how much they spend: P. Fader, B. Hardie, "The Gamma-Gamma Model of
Monetary Value" (2013), equation (1a).

Times are in any one unit; the rates are in that unit too. Customers of the same history
may be given once with a weight.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import OptimizeResult, minimize
from scipy.special import betaln, gammaln

Array = np.ndarray


class FitError(Exception):
    """The data do not carry a model; the text says why."""


@dataclass(frozen=True)
class PurchaseModel:
    """A fitted BG/NBD model.

    Attributes:
        r: shape of the purchase rates over customers.
        alpha: their scale, in units of time.
        a: first shape of the drop-out probability.
        b: its second shape.
        log_likelihood: of the data, natural logarithm.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


@dataclass(frozen=True)
class SpendModel:
    """A fitted Gamma-Gamma model.

    Attributes:
        p: shape of the amounts of one customer.
        q: shape of their scale over customers.
        gamma: its rate, in units of money.
        log_likelihood: of the data, natural logarithm.
    """

    p: float
    q: float
    gamma: float
    log_likelihood: float


def purchase_log_likelihood(
    parameters: Array, repeats: Array, span: Array, observed: Array, weight: Array
) -> float:
    """Return the log-likelihood of BG/NBD.

    Args:
        parameters: r, alpha, a, b, shape (4,), all above 0.
        repeats: repeat purchases of each customer, shape (n,).
        span: time from the first to the last purchase, shape (n,).
        observed: time from the first purchase to the end, shape (n,), at least span.
        weight: customers of this history, shape (n,).
    """
    r, alpha, a, b = parameters
    shared = gammaln(r + repeats) - gammaln(r) + r * np.log(alpha)
    alive = (
        betaln(a, b + repeats) - betaln(a, b) - (r + repeats) * np.log(alpha + observed)
    )
    gone = np.where(
        repeats > 0,
        betaln(a + 1, b + np.maximum(repeats, 1) - 1)
        - betaln(a, b)
        - (r + repeats) * np.log(alpha + span),
        -np.inf,
    )
    return float(np.sum(weight * (shared + np.logaddexp(alive, gone))))


def spend_log_likelihood(
    parameters: Array, repeats: Array, mean: Array, weight: Array
) -> float:
    """Return the log-likelihood of Gamma-Gamma.

    Args:
        parameters: p, q, gamma, shape (3,), all above 0.
        repeats: repeat purchases of each customer, shape (n,), all above 0.
        mean: mean amount of them, shape (n,), all above 0.
        weight: customers of this history, shape (n,).
    """
    p, q, gamma = parameters
    shape = p * repeats
    return float(
        np.sum(
            weight
            * (
                gammaln(shape + q)
                - gammaln(shape)
                - gammaln(q)
                + q * np.log(gamma)
                + (shape - 1) * np.log(mean)
                + shape * np.log(repeats)
                - (shape + q) * np.log(gamma + mean * repeats)
            )
        )
    )


def fit_purchases(
    repeats: Array, span: Array, observed: Array, weight: Array | None = None
) -> PurchaseModel:
    """Return the BG/NBD model of greatest likelihood; shapes as in its likelihood.

    Raises:
        FitError: nobody bought again, or the search does not end.
    """
    counted = np.ones(len(repeats)) if weight is None else weight
    if len(repeats) == 0 or not np.any(repeats > 0):
        raise FitError(
            "nobody bought a second time, so no purchase model can be fitted"
        )
    # The scale of time is taken out, so that one start serves days and weeks.
    scale = float(np.average(observed, weights=counted)) or 1.0
    found = _maximum(
        lambda logs: purchase_log_likelihood(
            np.exp(logs), repeats, span / scale, observed / scale, counted
        ),
        np.log([0.5, 0.2, 1.0, 2.0]),
        "purchase",
    )
    r, alpha, a, b = np.exp(found.x)
    fitted = (float(r), float(alpha * scale), float(a), float(b))
    return PurchaseModel(
        *fitted,
        purchase_log_likelihood(np.array(fitted), repeats, span, observed, counted),
    )


def fit_spend(repeats: Array, mean: Array, weight: Array | None = None) -> SpendModel:
    """Return the Gamma-Gamma model of greatest likelihood.

    Customers without a repeat purchase or with a mean of 0 or less say nothing and are
    left out. Shapes as in its likelihood.

    Raises:
        FitError: fewer than two customers are left, the search does not end, or the
            model has no mean amount over customers (q of 1 or less).
    """
    counted = np.ones(len(repeats)) if weight is None else weight
    used = (repeats > 0) & (mean > 0)
    repeats, mean, counted = repeats[used], mean[used], counted[used]
    if len(repeats) < 2:
        raise FitError(
            "fewer than two customers bought again for money, so no spend model can be "
            "fitted"
        )
    scale = float(np.average(mean, weights=counted))
    found = _maximum(
        lambda logs: spend_log_likelihood(np.exp(logs), repeats, mean / scale, counted),
        np.log([4.0, 4.0, 1.0]),
        "spend",
    )
    p, q, gamma = np.exp(found.x)
    if q <= 1:
        raise FitError(
            f"the amounts differ so much between customers that the spend model has no "
            f"mean (q = {q:.3g}, it must be above 1); a few very large orders may do "
            "that: look at the largest amounts first"
        )
    fitted = (float(p), float(q), float(gamma * scale))
    return SpendModel(
        *fitted, spend_log_likelihood(np.array(fitted), repeats, mean, counted)
    )


def _maximum(likelihood, start: Array, name: str) -> OptimizeResult:  # noqa: ANN001
    def loss(logs: Array) -> float:
        with np.errstate(all="ignore"):
            value = likelihood(logs)
        return -value if np.isfinite(value) else 1e300

    # Parameters are searched as logarithms: they are positive and differ in size.
    rough = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 4000})
    found = minimize(
        loss,
        rough.x,
        method="Nelder-Mead",
        options={"maxiter": 8000, "xatol": 1e-6, "fatol": 1e-7, "adaptive": True},
    )
    if not found.success or np.any(np.abs(found.x) > 20):
        raise FitError(
            f"the {name} model has no best parameters on these data (last tried: "
            f"{', '.join(f'{value:.3g}' for value in np.exp(found.x))}); it needs more "
            "customers with repeat purchases"
        )
    return found
