-- How good identity is, metric by metric. Grain: metric, slice.
{#- metric, slice dimension, slice value, numerator, denominator, relation -#}
{%- set metrics = [
    ('consolidation_rate', 'all', "'all'", 'account_count - 1', 'account_count', 'sizes'),
    ('consolidation_rate', 'account_kind', "'registered'",
        'greatest(registered_count - 1, 0)', 'registered_count', 'sizes'),
    ('match_rate', 'all', "'all'", 'is_matched', '1', 'accounts'),
    ('match_rate', 'channel_code', 'channel_code', 'is_matched', '1', 'accounts'),
    ('identifier_validity', 'identifier_type', 'field', 'filled_count',
        'filled_count + invalid_count', 'fields'),
    ('identifier_masked_rate', 'identifier_type', 'field', 'masked_count',
        'delivered_count', 'fields'),
    ('identifier_staleness', 'identifier_type', 'identifier_type',
        'case when silent_months >= 12 then identifier_count else 0 end',
        'identifier_count', 'ages'),
    ('rejected_link_rate', 'reason', 'reason', 'rejected_count', 'identifier_count',
        'rejected'),
    ('members_by_size', 'size_band', 'size_band', 'band_count', 'member_count', 'bands'),
    ('over_merge_suspect_rate', 'all', "'all'", 'is_suspect', '1', 'conflicts'),
    ('members_with_two_loyalty_numbers', 'all', "'all'", 'has_two_cards', '1',
        'conflicts'),
    ('household_member_rate', 'all', "'all'", 'is_in_household', '1', 'household_members'),
    ('members_per_household', 'all', "'all'", 'member_count', '1', 'households'),
] %}
with

members as (
    select * from {{ ref('dim_members') }} where not is_erased
),

accounts as (
    select
        accounts.channel_code,
        accounts.member_id,
        accounts.is_registered,
        case when members.channel_count > 1 then 1 else 0 end as is_matched
    from {{ ref('bridge_member_accounts') }} as accounts
    inner join members on accounts.member_id = members.member_id
    where accounts.is_current
),

sizes as (
    select
        member_id,
        sum(case when is_registered then 1 else 0 end) as registered_count,
        count(*) as account_count
    from accounts
    group by member_id
),

banded as (
    select
        case
            when account_count = 1 then '1'
            when account_count <= 3 then '2-3'
            when account_count <= 10 then '4-10'
            when account_count <= 20 then '11-20'
            else 'over 20'
        end as size_band,
        count(*) as band_count
    from sizes
    group by size_band
),

bands as (
    select
        size_band,
        band_count,
        sum(band_count) over () as member_count
    from banded
),

fields as (
    select * from {{ ref('fct_source_fields') }}
    where field in ('phone', 'email', 'name', 'birthday')
),

ages as (
    select * from {{ ref('fct_identifier_ages') }}
),

shown as (
    select sum(account_count) as identifier_count from ages
),

rejected as (
    select
        links.reason,
        count(*) as rejected_count,
        max(shown.identifier_count) as identifier_count
    from {{ ref('fct_rejected_links') }} as links
    cross join shown
    group by links.reason
),

conflicts as (
    select
        case when suspects.is_suspect then 1 else 0 end as is_suspect,
        case when suspects.loyalty_no_count > 1 then 1 else 0 end as has_two_cards
    from members
    left join {{ ref('identity_suspects') }} as suspects
        on members.member_id = suspects.member_id
    where members.account_count > 1
),

household_members as (
    select case when households.member_id is null then 0 else 1 end as is_in_household
    from members
    left join {{ ref('bridge_household_members') }} as households
        on members.member_id = households.member_id
),

households as (
    select member_count from {{ ref('dim_households') }}
),

counted as (
    {%- for metric, dimension, slice, above, below, relation in metrics %}
    select
        '{{ metric }}' as metric,
        '{{ dimension }}' as slice_dimension,
        {{ slice }} as slice_value,
        cast(sum({{ above }}) as {{ dbt.type_bigint() }}) as numerator,
        cast(sum({{ below }}) as {{ dbt.type_bigint() }}) as denominator
    from {{ relation }}
    {%- if slice[:1] != "'" %}
    group by {{ slice }}
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    metric,
    slice_dimension,
    slice_value,
    cast(numerator as double) / nullif(denominator, 0) as value,
    numerator,
    denominator
from counted
where denominator is not null
