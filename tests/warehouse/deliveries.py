"""Small deliveries written by hand: a few rows of a few channels, file by file."""

import csv
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from onepool.contracts import Contracts, EntityContract, load_contracts
from tests.support.project import ROOT

ENCODINGS = {"tmall": "gb18030", "crm": "gb18030", "jd": "utf-8-sig"}
JSON_SOURCES = ("mini_program", "wecom")

Row = dict[str, Any]


@cache
def contracts() -> Contracts:
    """Return the contracts of the project."""
    return load_contracts(ROOT)


def contract_of(place: str) -> EntityContract:
    """Return the contract of `source/entity` or `standard/channel/entity`."""
    parts = place.split("/")
    contract = contracts().get(parts[0], parts[-1])
    assert contract is not None, place
    return contract


@dataclass(frozen=True)
class Extracts:
    """An extracts root that a test fills."""

    root: Path

    def path(self, place: str, day: str, name: str) -> Path:
        """Return the path of a file of an entity and day."""
        return self.root / place / f"extract_date={day}" / name

    def deliver(
        self, place: str, day: str, rows: list[Row], name: str = "rows"
    ) -> Path:
        """Write rows as the source would and return the file.

        Args:
            place: `source/entity` or `standard/channel/entity`.
            day: extract date, ISO.
            rows: canonical column name to value; columns no row has are left out.
            name: name of the file without suffix.
        """
        source = place.split("/")[0]
        if source in JSON_SOURCES:
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            return self.put(place, day, f"{name}.jsonl", text.encode())
        return self.put(place, day, f"{name}.csv", as_csv(place, rows))

    def put(self, place: str, day: str, name: str, content: bytes) -> Path:
        """Write a file as it is and return it."""
        path = self.path(place, day, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path


def as_csv(place: str, rows: list[Row], encoding: str | None = None) -> bytes:
    """Return rows as the CSV a source delivers, with its headers and encoding."""
    columns = [
        column
        for column in contract_of(place).columns
        if any(column.name in row for row in rows)
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.header for column in columns])
    for row in rows:
        writer.writerow([row.get(column.name, "") for column in columns])
    source = place.split("/")[0]
    return text.getvalue().encode(encoding or ENCODINGS.get(source, "utf-8"))


# -- rows, valid unless told otherwise -------------------------------------------------


def tmall_member(ouid: str, **over: Any) -> Row:
    """Return a member of the shop on Tmall."""
    return {
        "ouid": ouid,
        "nick": "张**",
        "mobile": "138****1234",
        "joined_at": "2026-01-01 09:00:00",
        "modified_at": "2026-01-01 09:00:00",
    } | over


def tmall_order(order_no: str, ouid: str, paid: str = "100.00", **over: Any) -> Row:
    """Return an order that is done."""
    return {
        "order_no": order_no,
        "buyer_ouid": ouid,
        "payable_amount": paid,
        "shipping_amount": "0.00",
        "total_amount": paid,
        "discount_amount": "0.00",
        "paid_amount": paid,
        "order_status": "交易成功",
        "receiver_name": "张**",
        "receiver_phone": "138****1234",
        "created_at": "2026-02-10 10:00:00",
        "paid_at": "2026-02-10 10:05:00",
        "modified_at": "2026-02-12 10:00:00",
    } | over


def tmall_item(item_no: str, order_no: str, paid: str = "100.00", **over: Any) -> Row:
    """Return a line of an order."""
    return {
        "item_no": item_no,
        "order_no": order_no,
        "sku_code": "SKU1",
        "list_price": paid,
        "quantity": 1,
        "paid_amount": paid,
        "modified_at": "2026-02-12 10:00:00",
    } | over


def tmall_refund(refund_no: str, order_no: str, amount: str, **over: Any) -> Row:
    """Return a refund that is done."""
    return {
        "refund_no": refund_no,
        "order_no": order_no,
        "refund_amount": amount,
        "finished_at": "2026-02-20 10:00:00",
        "applied_at": "2026-02-19 10:00:00",
        "reason": "不想要了",
        "refund_status": "退款成功",
    } | over


def jd_item(order_no: str, sku: str, pin: str, order_paid: str, **over: Any) -> Row:
    """Return a line of the JD order report, order amounts on it."""
    return {
        "order_no": order_no,
        "sku_code": sku,
        "pin": pin,
        "quantity": 1,
        "jd_price": "30.00",
        "order_amount": order_paid,
        "discount_amount": "0.00",
        "paid_amount": order_paid,
        "line_amount": "30.00",
        "order_status": "完成",
        "ordered_at": "2026-02-11 10:00:00",
        "paid_at": "2026-02-11 10:05:00",
        "modified_at": "2026-02-13 10:00:00",
    } | over


def pos_member(member_no: str, phone: str, **over: Any) -> Row:
    """Return a member registered at a till."""
    return {
        "member_no": member_no,
        "phone": phone,
        "registered_at": "2026/01/05 10:00:00",
        "store_id": "S1",
        "modified_at": "2026/01/05 10:00:00",
    } | over


def pos_ticket(ticket_no: str, member_no: str, cents: int, **over: Any) -> Row:
    """Return a sale at a till."""
    return {
        "ticket_no": ticket_no,
        "kind": "sale",
        "original_ticket_no": "",
        "member_no": member_no,
        "store_id": "S1",
        "total_cents": cents,
        "discount_cents": 0,
        "paid_cents": cents,
        "closed_at": "2026/02/14 18:00:00",
        "is_training": "false",
        "online_channel_code": "",
        "online_order_no": "",
        "modified_at": "2026/02/14 18:00:00",
    } | over


def pos_line(ticket_no: str, line_no: int, cents: int, **over: Any) -> Row:
    """Return a line of a ticket."""
    return {
        "ticket_no": ticket_no,
        "line_no": line_no,
        "sku_code": "SKU1",
        "quantity": 1,
        "price_cents": cents,
        "amount_cents": cents,
    } | over


def mini_user(openid: str, **over: Any) -> Row:
    """Return a user of the mini-program."""
    return {
        "openid": openid,
        "unionid": None,
        "phone": None,
        "created_ms": 1768000000000,
        "updated_ms": 1768000000000,
    } | over


def mini_order(order_no: str, openid: str, cents: int, **over: Any) -> Row:
    """Return a paid order of the mini-program."""
    return {
        "order_no": order_no,
        "openid": openid,
        "total_fee": cents,
        "goods_fee": cents,
        "discount_fee": 0,
        "freight_fee": 0,
        "trade_state": "SUCCESS",
        "created_ms": 1771000000000,
        "time_end": "20260214180500",
        "updated_ms": 1771000000000,
    } | over


def mini_event(event_id: str, openid: str, **over: Any) -> Row:
    """Return something a user did."""
    return {
        "event_id": event_id,
        "openid": openid,
        "event": "view",
        "event_ms": 1770000000000,
        "page": "pages/index",
    } | over


def wecom_contact(external_userid: str, employee: str, **over: Any) -> Row:
    """Return a relation of an employee with a customer."""
    return {
        "external_userid": external_userid,
        "follow_userid": employee,
        "createtime": 1769000000,
        "unionid": None,
        "name": "周",
        "remark_mobiles": None,
        "add_way": 1,
        "state": "QR1",
        "deletetime": None,
        "deleted_by": None,
        "gender": 2,
        "updatetime": 1769000000,
    } | over


def crm_member(member_no: str, phone: str, **over: Any) -> Row:
    """Return a member of the CRM."""
    return {
        "member_no": member_no,
        "name": "李雷",
        "phone": phone,
        "registered_at": "2026-01-03 10:00:00",
        "modified_at": "2026-01-03 10:00:00",
        "is_deleted": "否",
    } | over


def account(account_id: str, **over: Any) -> Row:
    """Return an account of the standard layout."""
    return {
        "account_id": account_id,
        "registered_at": "2026-01-02 10:00:00",
        "phone": "",
        "updated_at": "2026-01-02 10:00:00",
    } | over


def order(order_id: str, account_id: str, paid: str = "60.00", **over: Any) -> Row:
    """Return an order of the standard layout."""
    return {
        "order_id": order_id,
        "account_id": account_id,
        "ordered_at": "2026-02-15 12:00:00",
        "paid_at": "2026-02-15 12:01:00",
        "status": "paid",
        "paid_amount": paid,
        "updated_at": "2026-02-15 12:01:00",
    } | over


def interaction(interaction_id: str, account_id: str, **over: Any) -> Row:
    """Return an interaction of the standard layout."""
    return {
        "interaction_id": interaction_id,
        "account_id": account_id,
        "kind": "click",
        "occurred_at": "2026-02-16 12:00:00",
    } | over


def assignment(account_id: str, arm: str, **over: Any) -> Row:
    """Return an account drawn into an arm of a campaign."""
    return {
        "campaign_id": "CP1",
        "account_id": account_id,
        "arm": arm,
        "assigned_at": "2026-02-01 09:00:00",
    } | over


def send(send_id: str, account_id: str, **over: Any) -> Row:
    """Return a message that arrived."""
    return {
        "send_id": send_id,
        "account_id": account_id,
        "campaign_id": "CP1",
        "dialogue_channel": "sms",
        "sent_at": "2026-02-02 09:00:00",
        "delivered_at": "2026-02-02 09:00:10",
        "cost_amount": "0.05",
    } | over


def coupon(coupon_id: str, account_id: str, **over: Any) -> Row:
    """Return a coupon that was issued."""
    return {
        "coupon_id": coupon_id,
        "template_id": "TP1",
        "campaign_id": "CP1",
        "account_id": account_id,
        "face_value": "20.00",
        "issued_at": "2026-02-02 09:00:00",
    } | over


def points(entry_id: str, account_id: str, points: int, **over: Any) -> Row:
    """Return points that were earned."""
    return {
        "entry_id": entry_id,
        "account_id": account_id,
        "kind": "earn",
        "points": points,
        "occurred_at": "2026-02-03 09:00:00",
    } | over


def tier(account_id: str, tier: str, **over: Any) -> Row:
    """Return a tier that lasts."""
    return {
        "account_id": account_id,
        "tier": tier,
        "valid_from": "2026-01-05 09:00:00",
    } | over


def consent(account_id: str, is_granted: str, **over: Any) -> Row:
    """Return a consent to be profiled."""
    return {
        "account_id": account_id,
        "purpose": "profiling",
        "dialogue_channel": "all",
        "occurred_at": "2026-01-05 09:00:00",
        "is_granted": is_granted,
    } | over


def label(account_id: str, label: str, value: str, **over: Any) -> Row:
    """Return a label that somebody gave."""
    return {
        "account_id": account_id,
        "label": label,
        "value": value,
        "origin": "human",
        "assigned_at": "2026-02-04 09:00:00",
    } | over


def cost(cost_id: str, amount: str, **over: Any) -> Row:
    """Return something that was paid for a campaign."""
    return {
        "cost_id": cost_id,
        "occurred_on": "2026-02-02",
        "kind": "media",
        "campaign_id": "CP1",
        "amount": amount,
    } | over


def feedback(feedback_id: str, account_id: str, **over: Any) -> Row:
    """Return a review."""
    return {
        "feedback_id": feedback_id,
        "account_id": account_id,
        "kind": "review",
        "occurred_at": "2026-02-20 09:00:00",
        "rating": 5,
    } | over


def referral(referral_id: str, inviter: str, invitee: str, **over: Any) -> Row:
    """Return an account brought by another one of its channel."""
    return {
        "referral_id": referral_id,
        "inviter_account_id": inviter,
        "invitee_account_id": invitee,
        "occurred_at": "2026-01-02 10:00:00",
    } | over
