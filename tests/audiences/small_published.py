"""A hand-made published file with the tables audiences are taken from."""

from datetime import date
from pathlib import Path

import duckdb

AS_OF = date(2026, 2, 27)
TABLES = """
create schema core;
create schema marts;
create table main.publication as
select
    '000001_2026-02-27' as version, 1::bigint as build_id,
    date '2026-02-27' as as_of;
create table core.dim_members as
select
    'm' || lpad(i::varchar, 4, '0') as member_id,
    false as is_erased,
    case when i != 7 then sha256('p' || i) end as phone_hash,
    case when i != 7 then '138****' || lpad(i::varchar, 4, '0') end as phone_mask
from range(1, {members} + 1) as t(i);
create table core.dim_member_ids as
select member_id, member_id as current_member_id from core.dim_members;
create table core.dim_channels as
select * from (values
    ('wecom', 'one_to_one'), ('app', null), ('pos', null)
) as t(channel_code, dialogue_channel);
create table core.dim_accounts as
select
    'pos:' || member_id as account_key, member_id, 'pos' as channel_code,
    member_id as account_id, timestamp '2025-01-01' as first_seen_at
from core.dim_members
union all
select 'wecom:wx' || member_id, member_id, 'wecom', 'wx' || member_id, null
from core.dim_members where member_id < 'm0004';
create table marts.dialogue_contacts (
    member_id varchar, contacted_on date, is_delivered boolean
);
create table core.fct_assignments (
    member_id varchar, campaign_key varchar, strategy_key varchar, arm varchar,
    assigned_on date, is_deleted boolean
);
create table core.dim_campaigns as
select * from (values
    ('audience:all:old', 'audience', date '2026-12-31'),
    ('over', 'promotion', date '2026-01-31'),
    ('running', 'promotion', date '2026-02-27')
) as t(campaign_key, kind, ends_on);
create table core.dim_strategies as
select 'standing' as strategy_key, 'sop' as kind, null::date as ends_on;
create table marts.member_profiles as
select
    member_id,
    'heavy' as spend_tier,
    true as is_whale,
    12 as lifetime_orders,
    1.50::decimal(18, 2) as lifetime_value,
    date '1990-02-28' as birthday,
    timestamp '2026-02-01 17:00:00' as first_order_at
from core.dim_members;
create table marts.member_permissions as
select
    member_id, true as may_market_by_sms, true as may_market_by_one_to_one,
    true as may_market_by_push, false as may_profile, true as may_share
from core.dim_members;
create table marts.audience_outcomes (
    campaign_key varchar, arm varchar, outcome_status varchar
);
"""


def make_published(folder: Path, members: int = 20) -> Path:
    """Make the published file and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder / "onepool.duckdb")) as connection:
        connection.execute(TABLES.replace("{members}", str(members)))
    return folder
