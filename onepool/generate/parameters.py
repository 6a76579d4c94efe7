"""What a generated world is made of: sizes, dates, rates and shares of dirt."""

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True)
class Parameters:
    """Everything that decides a world; the same values give the same bytes.

    Rates are a year, shares are fractions of one, dates are business days of
    Asia/Shanghai. Without `sends_per_person` the brand sends what its campaigns and
    strategies need, about 0.8 messages a person.
    """

    people: int = 500
    seed: int = 7
    days: int = 365
    end: dt.date = dt.date(2026, 3, 31)
    deliveries: int = 2
    gap_days: int = 30
    orders_per_person: float = 3.5
    interactions_per_person: float = 5.5
    accounts_per_person: float = 2.0
    sends_per_person: float | None = None
    lifetime_days: float = 540.0
    rate_shape: float = 0.8
    shared_phones: float = 0.03
    recycled_phones: float = 0.01
    silent_days: int = 90
    staff_phones: float = 0.005
    wrong_paper_cards: float = 0.02
    wrong_profiles: float = 0.01
    no_phone: float = 0.20
    with_unionid: float = 0.35
    with_loyalty: float = 0.15
    masked_ids: float = 0.05
    masked_phones: float = 0.85
    test_orders: float = 0.008
    unpaid_orders: float = 0.02
    cancelled_orders: float = 0.03
    refund_share: float = 0.045
    corrected_orders: float = 0.01
    handed_over_pickups: float = 0.5
    late_rows: float = 0.06
    duplicate_rows: float = 0.002
    redelivered_rows: float = 0.01
    row_defects: float = 0.001
    campaign_reach: float = 0.15
    control_share: float = 0.4
    effect_scale: float = 1.0
    holdout_share: float = 0.0
    courted_share: float = 0.0
    gift_share: float = 0.0
    audience_share: float = 0.0
    erasures: float = 0.003

    def __post_init__(self) -> None:
        """Refuse what cannot be generated.

        Raises:
            ValueError: when a size or the number of messages is not positive, a share
                is outside [0, 1] or the deliveries do not fit into the history.
        """
        for field in ("people", "days", "deliveries", "gap_days"):
            if getattr(self, field) < 1:
                raise ValueError(f"{field} must be at least 1")
        if (self.deliveries - 1) * self.gap_days >= self.days:
            raise ValueError("deliveries times gap_days must be less than days")
        for name in SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be between 0 and 1")
        if self.sends_per_person is not None and self.sends_per_person <= 0:
            raise ValueError("sends_per_person must be more than 0")

    def variables(self) -> dict[str, int | float]:
        """Return the values as SQL variables, with the history in wall seconds."""
        values: dict[str, int | float] = dataclasses.asdict(self)
        del values["end"]
        values["sends_per_person"] = self.sends_per_person or 0.0
        end = dt.datetime.combine(self.end + dt.timedelta(days=1), dt.time())
        values["end_s"] = int((end - dt.datetime(1970, 1, 1)).total_seconds())
        values["start_s"] = values["end_s"] - self.days * 86400
        values["gap_s"] = self.gap_days * 86400
        return values


SHARES = {
    "shared_phones": "people who share a phone with a relative",
    "recycled_phones": "numbers that pass to another person after silent days",
    "staff_phones": "store and dealer accounts that carry a staff phone",
    "wrong_paper_cards": "paper cards with one wrong digit in the phone",
    "wrong_profiles": "names, birthdays and genders written down wrong, more by "
    "hand and fewer where they are checked",
    "no_phone": "accounts without a phone",
    "with_unionid": "accounts with a unionid",
    "with_loyalty": "accounts with a loyalty number",
    "masked_ids": "platform ids delivered masked",
    "masked_phones": "marketplace member phones delivered masked",
    "test_orders": "test orders",
    "unpaid_orders": "orders that stay unpaid",
    "cancelled_orders": "cancelled orders",
    "refund_share": "paid orders refunded, in full or in part",
    "corrected_orders": "paid orders whose amount is corrected later",
    "handed_over_pickups": "mini-program pick-ups sold again at a till",
    "late_rows": "rows of the two days before a cut that come one delivery later",
    "duplicate_rows": "rows delivered twice in one file",
    "redelivered_rows": "recent unchanged rows delivered again in the next extract",
    "row_defects": "rows of some entities planted with a defect",
    "campaign_reach": "eligible people assigned to a campaign",
    "control_share": "assigned people kept as control",
    "holdout_share": "people whom no campaign or strategy addresses",
    "courted_share": "people whom guides write, by how much they buy",
    "gift_share": "new members on whom a gift for the second order is tried",
    "audience_share": "people of three audiences who are handed over, of eight in ten",
    "erasures": "people who ask to be deleted",
}
NUMBERS = {
    "gap_days": "days between deliveries",
    "orders_per_person": "orders a person a year, on average",
    "interactions_per_person": "interactions a person a year, on average",
    "accounts_per_person": "accounts a person, about",
    "sends_per_person": (
        "messages a person a year, about, with more campaigns in several waves and "
        "pushes of content; without it, one wave of few campaigns"
    ),
    "lifetime_days": "mean days a person stays with the brand",
    "rate_shape": "gamma shape of the purchase rate",
    "silent_days": "least silent days before a number is recycled",
    "effect_scale": "factor on the true effects of campaigns and strategies",
}
