-- Identifiers of accounts as (type, scope, value hash), and why a value is not usable
-- at all: blocked by an override, a placeholder, written down by others, or on more
-- accounts than its type allows. Everything that links accounts begins here. Grain:
-- account, identifier.
{{ config(materialized='table') }}

with

accounts as (
    select * from {{ ref('int_identity__accounts') }}
),

overrides as (
    select * from {{ ref('int_identity__overrides') }}
),

listed as (
    {%- for type in identifier_columns() %}
    select
        account_key,
        '{{ type }}' as identifier_type,
        {{ type }}_hash as identifier_hash
    from accounts
    where {{ type }}_hash is not null
    union all
    {%- endfor %}
    select
        account_key,
        kind as identifier_type,
        override_key as identifier_hash
    from overrides
    where kind in ('must_link', 'fuzzy_match')
),

blocked as (
    select distinct
        identifier_type,
        identifier_hash
    from overrides
    where kind = 'blocked_identifier'
),

described as (
    select
        listed.account_key,
        accounts.channel_code,
        accounts.first_seen_at,
        accounts.last_activity_at,
        greatest(accounts.last_activity_at, accounts.registered_at) as last_seen_at,
        listed.identifier_type,
        case
            when types.scope = 'channel' then accounts.channel_code
            else types.scope
        end as identifier_scope,
        listed.identifier_hash,
        types.tier,
        types.is_single_valued,
        types.is_corrigible,
        types.most_accounts,
        types.silent_days,
        types.untraced_silent_days,
        types.verified_only,
        coalesce(
            concat(',', types.unverified_channels, ',')
            not like concat('%,', accounts.channel_code, ',%'),
            true
        ) as is_verified,
        case types.trust when 'high' then 0 when 'medium' then 1 else 2 end as distrust
    from listed
    inner join accounts on listed.account_key = accounts.account_key
    inner join {{ ref('identifier_types') }} as types
        on listed.identifier_type = types.identifier_type
    where types.is_used
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
