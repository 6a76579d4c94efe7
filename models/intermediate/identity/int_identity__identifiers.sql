-- Identifiers of accounts as (type, scope, value hash), and why a value is not usable
-- at all: blocked by an override, a placeholder, written down by others, or on more
-- accounts than its type allows. Everything that links accounts begins here. Those that
-- no change touched stay from the last build. Grain: account, identifier.
-- depends_on: {{ ref('int_identity__touched_identifiers') }}
{{ config(
    materialized=closed_block_materialization(),
    incremental_strategy='append',
    pre_hook="{{ forget_touched_identifiers() }}",
    tags=['blocks'],
) }}

with

accounts as (
    select * from {{ ref('int_identity__accounts') }}
),

overrides as (
    select * from {{ ref('int_identity__overrides') }}
),

blocked as (
    select distinct
        identifier_type,
        identifier_hash
    from overrides
    where kind = 'blocked_identifier'
),

described as (
    {{ described_identifiers(only_touched=is_incremental()) | indent(4) }}
),

counted as (
    select
        *,
        count(*) over (
            partition by identifier_type, identifier_scope, identifier_hash
        ) as accounts_of_identifier
    from described
)

select
    counted.account_key,
    counted.channel_code,
    counted.first_seen_at,
    counted.identifier_type,
    counted.identifier_scope,
    counted.identifier_hash,
    counted.tier,
    counted.is_single_valued,
    counted.is_corrigible,
    counted.is_verified,
    counted.distrust + case when counted.is_verified then 0 else 3 end as distrust,
    counted.most_accounts,
    counted.accounts_of_identifier,
    -- Until when the value is this account's, should nothing more be seen of it.
    case
        when counted.last_activity_at is null
            then {{ epoch_seconds('counted.first_seen_at') }}
                + cast(counted.untraced_silent_days as bigint) * 86400
        else {{ epoch_seconds('counted.last_seen_at') }}
            + cast(counted.silent_days as bigint) * 86400
    end as held_until_s,
    case
        when blocked.identifier_hash is not null then 'blocked'
        when placeholders.identifier_hash is not null then 'placeholder'
        when counted.verified_only and not counted.is_verified then 'unverified'
        when counted.accounts_of_identifier > counted.most_accounts
            then 'too_many_accounts'
    end as unusable_reason
from counted
left join blocked
    on
        counted.identifier_type = blocked.identifier_type
        and counted.identifier_hash = blocked.identifier_hash
left join {{ ref('int_identity__placeholders') }} as placeholders
    on
        counted.identifier_type = placeholders.identifier_type
        and counted.identifier_hash = placeholders.identifier_hash
