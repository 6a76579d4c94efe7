-- Members as they stood at the end of a month that assignments look back on: the cell
-- in which they are like each other, and a place in it, drawn by a hash. Grain:
-- month, member. Stage, segment and spend are those of the month's end, the channel is
-- of the first account; who had no order yet is a prospect, known by then.
{% set bins = var('matching_spend_bins') -%}
with

months as (
    select distinct month_before as month
    from {{ ref('experiment_assignments') }}
    where
        is_counted
        and arm != 'control'
        and not is_global_holdout
        and {{ computed_once() }}
),

members as (
    select
        members.member_id,
        coalesce(channels.channel_class, 'none') as channel_class,
        {{ month_of(business_date('members.first_seen_at')) }} as first_month,
        {{ month_of(business_date('members.first_order_at')) }} as first_order_month
    from {{ ref('dim_members') }} as members
    left join {{ ref('dim_channels') }} as channels
        on members.first_channel_code = channels.channel_code
    where not members.is_erased
),

-- Equal amounts are in one bin, so that it does not hang on the order of rows.
spenders as (
    select
        stages.member_id,
        stages.month,
        stages.lifecycle_stage,
        case when stages.window_net_amount > 0 then 1 else 0 end as is_spender,
        cast(rank() over (
            partition by
                stages.month,
                case when stages.window_net_amount > 0 then 1 else 0 end
            order by stages.window_net_amount
        ) as double) as place,
        cast(count(*) over (
            partition by
                stages.month,
                case when stages.window_net_amount > 0 then 1 else 0 end
        ) as double) as heads
    from {{ ref('lifecycle_monthly') }} as stages
    inner join months on stages.month = months.month
),

buyers as (
    select
        spenders.member_id,
        spenders.month,
        spenders.lifecycle_stage,
        coalesce(segments.stable_segment_code, 'unscored') as rfm_segment,
        cast(
            is_spender * (1 + floor((place - 1) * {{ bins }} / heads)) as integer
        ) as spend_bin
    from spenders
    left join {{ ref('rfm_monthly') }} as segments
        on
            spenders.member_id = segments.member_id
            and spenders.month = segments.month
),

standing as (
    select
        buyers.member_id,
        buyers.month,
        buyers.lifecycle_stage,
        buyers.rfm_segment,
        buyers.spend_bin,
        members.channel_class
    from buyers
    inner join members on buyers.member_id = members.member_id
    union all
    select
        members.member_id,
        months.month,
        'prospect' as lifecycle_stage,
        'unscored' as rfm_segment,
        0 as spend_bin,
        members.channel_class
    from members
    inner join months
        on
            members.first_month <= months.month
            and coalesce(members.first_order_month > months.month, true)
),

named as (
    select
        *,
        concat(
            lifecycle_stage, '|', rfm_segment, '|',
            cast(spend_bin as {{ dbt.type_string() }}), '|', channel_class
        ) as cell
    from standing
)

select
    month,
    member_id,
    lifecycle_stage,
    rfm_segment,
    spend_bin,
    channel_class,
    cell,
    cast(row_number() over (
        partition by month, cell
        order by
            md5(concat(member_id, cast(month as {{ dbt.type_string() }}))), member_id
    ) as bigint) as place
from named
