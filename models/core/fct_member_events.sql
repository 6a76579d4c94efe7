-- What became of members: created by their first account, merged into an older member
-- by an account that showed identifiers of both, removed on request. Grain: event.
with

components as (
    select * from {{ ref('int_identity__components') }}
),

created as (
    select
        first_seen_at as occurred_at,
        'created' as event,
        {{ member_id('account_key') }} as member_id,
        cast(null as {{ dbt.type_string() }}) as other_member_id,
        'first_account' as cause,
        channel_code
    from components
    where joined_components = 0
),

merged as (
    select
        merged_at as occurred_at,
        'merged' as event,
        {{ member_id('account_key') }} as member_id,
        {{ member_id('first_account_key') }} as other_member_id,
        cause,
        channel_code
    from {{ ref('int_identity__mergers') }}
),

removed as (
    select
        erasures.erased_at as occurred_at,
        'removed' as event,
        {{ member_id('components.account_key') }} as member_id,
        cast(null as {{ dbt.type_string() }}) as other_member_id,
        'deletion_request' as cause,
        components.channel_code
    from {{ ref('int_identity__erasures') }} as erasures
    inner join components on erasures.component_key = components.component_key
    where components.account_key = components.first_account_key
),

events as (
    select * from created
    union all
    select * from merged
    union all
    select * from removed
)

select
    occurred_at,
    event,
    member_id,
    other_member_id,
    cause,
    channel_code,
    {{ business_date('occurred_at') }} as occurred_on
from events
