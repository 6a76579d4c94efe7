-- What the first, second, ... contact in a window of contact_window_days brings. Grain:
-- dialogue channel (and all), place of the contact in the member's window. A contact is
-- worth it while its responses outweigh its opt-outs, of which each counts as
-- opt_out_weight responses; the suggested cap is the last place of an unbroken run of
-- such places from the first, each with least_comparisons sends.
{% set last_place = 10 -%}
with

counted as (
    select
        dialogue_channel,
        least(place_in_window, {{ last_place }}) as place,
        count(*) as contacts,
        sum(case when is_responded then 1 else 0 end) as responses,
        sum(case when is_opted_out then 1 else 0 end) as opt_outs,
        sum(case when is_censored then 0 else 1 end) as conversion_trials,
        sum(case when not is_censored and orders > 0 then 1 else 0 end) as conversions
    from {{ ref('dialogue_contacts') }}
    where
        source = 'send'
        and is_delivered
        and contacted_on >= {{ first_of_days(var('dialogue_history_days')) }}
    group by dialogue_channel, least(place_in_window, {{ last_place }})
),

sliced as (
    select * from counted
    union all
    select
        'all' as dialogue_channel,
        place,
        sum(contacts) as contacts,
        sum(responses) as responses,
        sum(opt_outs) as opt_outs,
        sum(conversion_trials) as conversion_trials,
        sum(conversions) as conversions
    from counted
    group by place
),

judged as (
    select
        *,
        case
            when contacts < {{ var('least_comparisons') }} then 'too_few'
            when responses > {{ var('opt_out_weight') }} * opt_outs then 'worth_it'
            else 'not_worth_it'
        end as verdict
    from sliced
),

run as (
    select
        *,
        sum(case when verdict = 'worth_it' then 1 else 0 end) over (
            partition by dialogue_channel order by place
        ) = place as is_in_run
    from judged
),

capped as (
    select
        *,
        max(case when is_in_run then place end) over (
            partition by dialogue_channel
        ) as suggested_cap
    from run
)

select
    dialogue_channel,
    cast(place as bigint) as place_in_window,
    cast(contacts as bigint) as contacts,
    cast(responses as bigint) as responses,
    cast(opt_outs as bigint) as opt_outs,
    cast(conversion_trials as bigint) as conversion_trials,
    cast(conversions as bigint) as conversions,
    cast(responses as double) / contacts as response_rate,
    {{ wilson_bound('responses', 'contacts') }} as response_rate_low,
    {{ wilson_bound('responses', 'contacts', 'upper') }} as response_rate_high,
    cast(opt_outs as double) / contacts as opt_out_rate,
    cast(conversions as double) / nullif(conversion_trials, 0) as conversion_rate,
    verdict,
    is_in_run,
    cast(suggested_cap as bigint) as suggested_cap
from capped
