"""A story told in four deliveries, with everything that makes increments go wrong.

It starts in three channels and a community; the mini-program appears in the second
delivery. The third brings what is late and what is restated. The fourth corrects files
that lie there already, under the same paths.
"""

from tests.warehouse.deliveries import (
    Extracts,
    Row,
    account,
    assignment,
    consent,
    cost,
    coupon,
    crm_member,
    feedback,
    interaction,
    jd_item,
    label,
    mini_event,
    mini_order,
    mini_user,
    points,
    pos_line,
    pos_member,
    pos_ticket,
    referral,
    send,
    tier,
    tmall_item,
    tmall_member,
    tmall_order,
    tmall_refund,
    wecom_contact,
)

FIRST, SECOND, LATE, THIRD = "2026-02-28", "2026-03-10", "2026-03-05", "2026-03-12"
PHONE_A, PHONE_B = "13800000001", "13900000002"


def first(extracts: Extracts) -> None:
    """Deliver the beginning: a refund is there before its order, a line too."""
    deliver = extracts.deliver
    deliver(
        "tmall/members",
        FIRST,
        [tmall_member("A1", mobile=PHONE_A), tmall_member("A2")],
    )
    deliver(
        "tmall/orders",
        FIRST,
        [
            tmall_order("T1", "A1"),
            tmall_order("T2", "A2", "50.00"),
            tmall_order("T3", "A1", "30.00", order_status="等待买家付款", paid_at=""),
            tmall_order("T4", "A1", "1.00", remark="测试"),
        ],
    )
    deliver(
        "tmall/order_items",
        FIRST,
        [
            tmall_item("I1", "T1", "60.00"),
            tmall_item("I2", "T1", "40.00"),
            tmall_item("I3", "T2", "50.00"),
        ],
    )
    deliver(
        "tmall/refunds",
        FIRST,
        [tmall_refund("R1", "T9", "5.00"), tmall_refund("R3", "T1", "3.00")],
    )
    deliver(
        "jd/order_items",
        FIRST,
        [
            jd_item("J1", "SKU1", "P1", "60.00"),
            jd_item("J1", "SKU2", "P1", "60.00"),
            jd_item("J2", "SKU1", "P2", "30.00"),
        ],
    )
    deliver("pos/members", FIRST, [pos_member("M1", PHONE_B)])
    deliver(
        "pos/tickets",
        FIRST,
        [
            pos_ticket("K1", "M1", 5000),
            pos_ticket(
                "K2",
                "M1",
                4500,
                online_channel_code="mini_program",
                online_order_no="W1",
            ),
            pos_ticket(
                "K5",
                "M1",
                2500,
                online_channel_code="mini_program",
                online_order_no="W2",
            ),
        ],
    )
    deliver(
        "pos/ticket_lines",
        FIRST,
        [pos_line("K1", 1, 5000), pos_line("K2", 1, 4500), pos_line("K3", 1, 1200)],
    )
    deliver(
        "wecom/contacts",
        FIRST,
        [
            wecom_contact("X1", "E1", unionid="u-one"),
            wecom_contact("X1", "E2", createtime=1769000100, state="QR2"),
        ],
    )
    deliver("crm/members", FIRST, [crm_member("C1", PHONE_B)])
    deliver(
        "standard/community/accounts",
        FIRST,
        [account("c1", phone=PHONE_A), account("c2", phone=PHONE_B), account("c3")],
    )
    deliver(
        "standard/community/interactions",
        FIRST,
        [interaction("i1", "c1"), interaction("i2", "c2"), interaction("i3", "c9")],
    )
    first_of_headquarters(extracts)


def first_of_headquarters(extracts: Extracts) -> None:
    """Deliver what hangs on accounts, of people not yet known to be one.

    tmall:A2 and community:c2 become one member by the second delivery; mini_program:o1
    is not known before it.
    """
    headquarters(
        extracts,
        FIRST,
        assignments=[
            assignment("tmall:A2", "treatment"),
            assignment("community:c2", "control"),
            assignment("community:c1", "control", campaign_id="CP2"),
        ],
        sends=[send("s1", "tmall:A2"), send("s2", "mini_program:o1")],
        coupons=[coupon("q1", "tmall:A2"), coupon("q2", "community:c1")],
        points=[points("p1", "crm:C1", 10), points("p2", "tmall:A2", 5)],
        tiers=[tier("crm:C1", "普通"), tier("tmall:A2", "普通")],
        consents=[consent("crm:C1", "true"), consent("tmall:A2", "true")],
        labels=[label("tmall:A2", "has_child", "yes"), label("x:none", "none", "1")],
        costs=[cost("o1", "30.00"), cost("o2", "5.00", campaign_id="CP3")],
        feedback=[feedback("f1", "tmall:A2"), feedback("f2", "")],
    )
    extracts.deliver(
        "standard/community/referrals", FIRST, [referral("r1", "c1", "c2")]
    )


def second(extracts: Extracts) -> None:
    """Deliver a new channel, restatements, and a phone that joins two members."""
    deliver = extracts.deliver
    deliver(
        "tmall/members",
        SECOND,
        [tmall_member("A2", mobile=PHONE_B, modified_at="2026-03-01 09:00:00")],
    )
    deliver(
        "tmall/orders",
        SECOND,
        [
            tmall_order("T1", "A1", "90.00", modified_at="2026-03-02 10:00:00"),
            tmall_order("T2", "A2", "50.00"),
            tmall_order("T3", "A1", "30.00", paid_at="2026-03-02 10:00:00"),
            tmall_order("T9", "A2", "80.00"),
        ],
    )
    deliver(
        "tmall/refunds",
        SECOND,
        [tmall_refund("R2", "T1", "20.00"), tmall_refund("R4", "K1", "1.00")],
    )
    deliver(
        "jd/order_items",
        SECOND,
        [
            jd_item("J1", "SKU1", "P1", "90.00", modified_at="2026-03-02 10:00:00"),
            jd_item("J1", "SKU3", "P1", "90.00", modified_at="2026-03-02 10:00:00"),
        ],
    )
    deliver(
        "pos/tickets",
        SECOND,
        [
            pos_ticket("K3", "M1", 1200),
            pos_ticket("K4", "M1", -1000, kind="return", original_ticket_no="K1"),
        ],
    )
    deliver(
        "mini_program/users",
        SECOND,
        [mini_user("o1", unionid="u-one", phone=PHONE_A), mini_user("o2")],
    )
    deliver(
        "mini_program/orders",
        SECOND,
        [mini_order("W1", "o1", 4500), mini_order("W2", "o2", 2500)],
    )
    deliver(
        "mini_program/events",
        SECOND,
        [mini_event("e1", "o1"), mini_event("e2", "o2")],
    )
    deliver(
        "wecom/contacts",
        SECOND,
        [
            wecom_contact(
                "X1",
                "E1",
                unionid="u-one",
                deletetime=1772600000,
                deleted_by="customer",
                updatetime=1772600000,
            )
        ],
    )
    deliver(
        "standard/community/accounts",
        SECOND,
        [account("c3", is_deleted="true", updated_at="2026-03-01 10:00:00")],
    )
    deliver(
        "standard/headquarters/deletion_requests",
        SECOND,
        [
            {
                "request_id": "d1",
                "account_id": "jd:P2",
                "requested_at": "2026-03-08 10:00:00",
            }
        ],
    )
    second_of_headquarters(extracts)


def second_of_headquarters(extracts: Extracts) -> None:
    """Deliver receipts, a redemption and a consent that is taken back."""
    headquarters(
        extracts,
        SECOND,
        sends=[send("s1", "tmall:A2", opened_at="2026-03-01 20:00:00")],
        coupons=[
            coupon(
                "q1",
                "tmall:A2",
                redeemed_at="2026-03-02 10:00:00",
                redeemed_order_id="tmall:T9",
            )
        ],
        tiers=[tier("crm:C1", "银卡", valid_from="2026-03-01 00:00:00")],
        consents=[consent("crm:C1", "false", occurred_at="2026-03-05 10:00:00")],
        costs=[cost("o1", "35.00")],
    )
    extracts.deliver(
        "standard/community/referrals", SECOND, [referral("r2", "c1", "c3")]
    )


def third(extracts: Extracts) -> None:
    """Deliver late rows of an older day, and rows that move to other keys."""
    deliver = extracts.deliver
    deliver(
        "tmall/orders",
        LATE,
        [
            tmall_order("T1", "A1", "95.00", modified_at="2026-03-01 10:00:00"),
            tmall_order("T8", "A2", "10.00"),
        ],
    )
    deliver(
        "tmall/order_items",
        THIRD,
        [tmall_item("I2", "T9", "40.00", modified_at="2026-03-11 10:00:00")],
    )
    deliver("tmall/refunds", THIRD, [tmall_refund("R1", "T2", "5.00")])
    deliver(
        "pos/tickets",
        THIRD,
        [
            pos_ticket(
                "K3",
                "M1",
                -1200,
                kind="return",
                original_ticket_no="K1",
                modified_at="2026/03/11 18:00:00",
            )
        ],
    )
    deliver(
        "mini_program/orders",
        THIRD,
        [
            mini_order(
                "W2",
                "o2",
                2500,
                trade_state="CLOSED",
                time_end=None,
                updated_ms=1773000000000,
            )
        ],
    )
    deliver(
        "wecom/contacts",
        THIRD,
        [
            wecom_contact(
                "X1",
                "E1",
                unionid="u-one",
                deletetime=1772700000,
                deleted_by="employee",
                updatetime=1772700000,
            ),
            wecom_contact("X2", "E1", createtime=1772000000),
        ],
    )
    deliver(
        "standard/community/interactions",
        LATE,
        [interaction("i4", "c1", kind="view"), interaction("i2", "c2", kind="share")],
    )
    headquarters(
        extracts,
        LATE,
        assignments=[assignment("crm:C1", "gift", campaign_id="CP2")],
        sends=[send("s3", "crm:C1"), send("s1", "tmall:A2")],
    )


def fourth(extracts: Extracts) -> None:
    """Correct files under their own paths, each with a row fewer."""
    deliver = extracts.deliver
    deliver(
        "tmall/orders",
        FIRST,
        [tmall_order("T1", "A1"), tmall_order("T4", "A1", "2.00")],
    )
    deliver("tmall/orders", LATE, [tmall_order("T1", "A1", "95.00")])
    deliver("tmall/refunds", SECOND, [tmall_refund("R4", "T1", "1.00")])
    deliver(
        "jd/order_items",
        FIRST,
        [
            jd_item("J1", "SKU2", "P1", "60.00"),
            jd_item("J2", "SKU1", "P2", "30.00"),
        ],
    )
    deliver(
        "jd/order_items",
        SECOND,
        [jd_item("J1", "SKU3", "P1", "45.00", modified_at="2026-03-01 10:00:00")],
    )
    deliver("pos/tickets", FIRST, [pos_ticket("K1", "M1", 5000)])
    deliver("wecom/contacts", FIRST, [wecom_contact("X1", "E1", unionid="u-one")])
    deliver("standard/community/accounts", FIRST, [account("c1", phone=PHONE_A)])
    deliver("standard/community/interactions", FIRST, [interaction("i1", "c1")])
    deliver("mini_program/users", SECOND, [mini_user("o1", unionid="u-one")])
    headquarters(
        extracts,
        FIRST,
        assignments=[assignment("tmall:A2", "treatment")],
        sends=[send("s2", "mini_program:o1")],
        coupons=[coupon("q2", "community:c1")],
        points=[points("p1", "crm:C1", 10)],
        tiers=[tier("crm:C1", "普通")],
        consents=[consent("tmall:A2", "true")],
        labels=[label("tmall:A2", "has_child", "yes")],
        costs=[cost("o1", "30.00")],
        feedback=[feedback("f1", "tmall:A2")],
    )


def headquarters(extracts: Extracts, day: str, **entities: list[Row]) -> None:
    """Deliver entities of headquarters."""
    for entity, rows in entities.items():
        extracts.deliver(f"standard/headquarters/{entity}", day, rows)


DELIVERIES = (first, second, third)
