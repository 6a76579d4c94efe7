"""The row defects planted in a world, each with what should become of it."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Defect:
    """Spoils some rows of an entity.

    `values` maps a column of the file to an SQL expression; `{tag}` stands for the
    number of the defect. A spoiled row is a copy under a key of its own.
    """

    kind: str
    source: str
    entity: str
    values: dict[str, str]
    note: str
    expected: str
    channel_code: str | None = None

    def concerns(self, source: str, entity: str, channel_code: str) -> bool:
        """Tell whether this defect belongs into a file."""
        return (self.source, self.entity) == (source, entity) and (
            self.channel_code in (None, channel_code)
        )


DEFECTS = (
    Defect(
        "bad_date",
        "tmall",
        "orders",
        {
            "订单编号": "'38{tag}' || right(\"订单编号\", 15)",
            "订单创建时间": "'1900-01-01 00:00:00'",
        },
        "order created in 1900",
        "quarantined",
    ),
    Defect(
        "absurd_amount",
        "tmall",
        "orders",
        {
            "订单编号": "'38{tag}' || right(\"订单编号\", 15)",
            "买家实际支付金额": "9999999999.99",
        },
        "paid amount of ten billion",
        "quarantined",
    ),
    Defect(
        "missing_key",
        "tmall",
        "orders",
        {"订单编号": "null"},
        "order without a number",
        "quarantined",
    ),
    Defect(
        "formula_text",
        "tmall",
        "members",
        {
            "会员OUID": "'AAX{tag}' || right(\"会员OUID\", 19)",
            "会员昵称": '\'=HYPERLINK("http://example.com","张**")\'',
        },
        "a spreadsheet formula in the name",
        "quarantined",
    ),
    Defect(
        "negative_amount",
        "jd",
        "order_items",
        {
            "订单号": "'28{tag}' || right(\"订单号\", 9)",
            "行金额": "-88.00",
            "结算金额": "-88.00",
        },
        "a sale with a negative amount",
        "quarantined",
    ),
    Defect(
        "bad_date",
        "pos",
        "tickets",
        {
            "ticket_no": "'X{tag}' || right(ticket_no, 9)",
            "closed_at": "'2999/12/31 10:00:00'",
        },
        "ticket closed in 2999",
        "quarantined",
    ),
    Defect(
        "missing_key",
        "mini_program",
        "orders",
        {"order_no": "null"},
        "order without a number",
        "quarantined",
    ),
    Defect(
        "negative_amount",
        "mini_program",
        "orders",
        {
            "order_no": "'BX{tag}' || right(order_no, 12)",
            "total_fee": "-100",
        },
        "an order with a negative fee",
        "quarantined",
    ),
    Defect(
        "bad_date",
        "standard",
        "interactions",
        {
            "interaction_id": "'X{tag}' || right(interaction_id, 10)",
            "occurred_at": "'2999-01-01 00:00:00'",
        },
        "an interaction in 2999",
        "quarantined",
        channel_code="douyin",
    ),
    Defect(
        "bad_number",
        "standard",
        "orders",
        {
            "order_id": "'X{tag}' || right(order_id, 11)",
            "status": "'PAID?'",
        },
        "a status that is not in the layout",
        "quarantined",
        channel_code="meituan",
    ),
    Defect(
        "formula_text",
        "crm",
        "members",
        {
            "会员号": "'X{tag}' || right(\"会员号\", 7)",
            "姓名": "'=cmd|''/c calc''!A1'",
        },
        "a spreadsheet formula in the name",
        "quarantined",
    ),
    Defect(
        "missing_key",
        "crm",
        "members",
        {"会员号": "null"},
        "a member without a number",
        "quarantined",
    ),
)
