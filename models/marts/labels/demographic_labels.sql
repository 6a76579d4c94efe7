-- Who a member is, as declared, and what follows from it. Grain: member. A birthday
-- in the future, or one that makes an age of more than 110 years, is a filler and
-- says nothing.
with

declared as (
    select
        member_id,
        gender,
        province,
        city,
        case
            when
                birthday <= {{ as_of_date() }}
                and {{ whole_months('birthday', as_of_date()) }} <= 110 * 12
                then birthday
        end as birthday
    from {{ ref('dim_members') }}
    where not is_erased
),

aged as (
    select
        *,
        cast(
            floor({{ whole_months('birthday', as_of_date()) }} / 12) as integer
        ) as age
    from declared
),

computed as (
    select
        aged.*,
        case
            when aged.age < 18 then '0-17'
            when aged.age < 25 then '18-24'
            when aged.age < 30 then '25-29'
            when aged.age < 35 then '30-34'
            when aged.age < 40 then '35-39'
            when aged.age < 50 then '40-49'
            when aged.age < 60 then '50-59'
            when aged.age is not null then '60+'
        end as age_band,
        {{ month_number('aged.birthday') }} as birthday_month,
        {{ constellation('aged.birthday') }} as constellation,
        case
            when aged.city is not null then coalesce(tiers.city_tier, 'other')
        end as city_tier
    from aged
    left join {{ ref('city_tiers') }} as tiers
        on concat({{ replace_pattern('aged.city', '市$', '') }}, '市') = tiers.city
)

select
    {{ permitted_labels('demographic') }}
    computed.member_id
from computed
inner join {{ ref('member_permissions') }} as permissions
    on computed.member_id = permissions.member_id
