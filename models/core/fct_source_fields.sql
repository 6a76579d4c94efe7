-- What each channel delivers in each field of a person, and how it stands against the
-- other channels of the same members. Counts only. Grain: channel with registered
-- accounts, field.
with

components as (
    select
        account_key,
        channel_code
    from {{ ref('bridge_member_accounts') }}
    where is_current and is_registered
),

accounts as (
    select
        channel_code,
        count(*) as account_count
    from components
    group by channel_code
),

field_values as (
    select
        channel_code,
        field,
        count(*) as delivered_count,
        count(value) as filled_count,
        count(case when value is null and fault = 'masked' then 1 end)
            as masked_count,
        count(case when value is null and fault != 'masked' then 1 end)
            as invalid_count,
        count(case when is_nickname then 1 end) as nickname_count,
        count(case when is_golden then 1 end) as golden_count,
        count(
            case
                when
                    value is not null
                    and {{ days_between(business_date('updated_at'), as_of_date()) }}
                    <= {{ var('fresh_days') }}
                    then 1
            end
        ) as fresh_count,
        cast(sum(
            case
                when value is not null
                    then {{ days_between(business_date('updated_at'), as_of_date()) }}
            end
        ) as {{ dbt.type_bigint() }}) as age_days_sum,
        max(case when value is not null then updated_at end) as newest_at
    from {{ ref('int_identity__field_values') }}
    group by channel_code, field
),

agreement as (
    select * from {{ ref('int_identity__source_agreement') }}
),

trust as (
    select * from {{ ref('int_identity__field_trust') }}
)

select
    trust.channel_code,
    trust.field,
    trust.trust,
    trust.is_verified,
    accounts.account_count,
    coalesce(field_values.delivered_count, 0) as delivered_count,
    coalesce(field_values.filled_count, 0) as filled_count,
    coalesce(field_values.masked_count, 0) as masked_count,
    coalesce(field_values.invalid_count, 0) as invalid_count,
    coalesce(field_values.nickname_count, 0) as nickname_count,
    coalesce(field_values.golden_count, 0) as golden_count,
    coalesce(field_values.fresh_count, 0) as fresh_count,
    coalesce(field_values.age_days_sum, 0) as age_days_sum,
    field_values.newest_at,
    coalesce(agreement.compared_count, 0) as compared_count,
    coalesce(agreement.contradicted_count, 0) as contradicted_count,
    coalesce(agreement.agreeing_pair_count, 0) as agreeing_pair_count,
    coalesce(agreement.pair_count, 0) as pair_count,
    cast(coalesce(agreement.expected_true_count, 0) as decimal(18, 6))
        as expected_true_count
from trust
inner join accounts on trust.channel_code = accounts.channel_code
left join field_values
    on
        trust.channel_code = field_values.channel_code
        and trust.field = field_values.field
left join agreement
    on trust.channel_code = agreement.channel_code and trust.field = agreement.field
