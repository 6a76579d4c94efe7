{#- What is normal for a day of a series, from days before it only, in a handful of passes
    over the series. docs/baselines.md says how and how well.

    `relation` has one row a day of every series, without gaps from its first day on:
    series_no, on_date, value (null = unknown), denominator (of a share, else null),
    method (same_weekday_median, daily_change or none), is_count, is_share,
    direction (up, down, neutral). The CTEs end in `baselines`, with these columns and
    expected, lower, upper, scale, robust_z, robust_z_3_days, comparable_days,
    comparison, day_kind, light and reason, and those named in `carried`. -#}
{% macro baseline_ctes(relation, dates, carried=[]) -%}
{%- set rules = baseline_rules() -%}
{{ baseline_level_ctes(relation, dates, rules) }}

{{ baseline_expected_ctes(rules, carried) }}

{{ baseline_judged_ctes(rules, carried) }}
{%- endmacro %}


{#- The constants of the method. Chosen by `onepool bench-baselines`. -#}
{% macro baseline_rules() -%}
    {{ return({
        'weeks': 8,
        'level_days': 21,
        'event_days': 1100,
        'scale_days': 56,
        'least_level_days': 7,
        'least_comparable_days': 4,
        'least_events': 3,
        'least_scale_days': 14,
        'least_relative_scale': 0.01,
        'band': 1.96,
        'amber': 2,
        'red': 3,
    }) }}
{%- endmacro %}


{#- The level of a series before a day: the median of its means over seven days, which one
    odd day cannot move and in which every weekday weighs the same. Holidays, promotions
    and make-up workdays are left out of it. -#}
{% macro baseline_level_ctes(relation, dates, rules) -%}
dated as (
    select
        series.*,
        {{ days_between("date '2000-01-01'", 'series.on_date') }} as day_no,
        case
            when dates.is_promotion_day then 'promotion'
            when dates.is_public_holiday then 'public_holiday'
            when dates.is_workday and dates.is_weekend then 'makeup_workday'
            else 'ordinary'
        end as day_class,
        case
            when dates.is_promotion_day then dates.promotion_name
            when dates.is_public_holiday then dates.holiday_name
            when dates.is_workday and dates.is_weekend then 'makeup_workday'
            else cast(dates.weekday_number as {{ dbt.type_string() }})
        end as day_kind,
        lag(series.value) over (
            partition by series.series_no order by series.on_date
        ) as value_before
    from {{ relation }} as series
    inner join {{ dates }} as dates on series.on_date = dates.date_day
),

-- A stock is judged by its change since the day before.
observed as (
    select
        *,
        case
            when method = 'daily_change' then value - value_before
            when method = 'same_weekday_median' then value
        end as amount,
        case when method = 'daily_change' then value_before else 0 end as base
    from dated
),

paced as (
    select
        *,
        avg(case when day_class = 'ordinary' then amount end) over (
            partition by series_no
            order by day_no range between 6 preceding and current row
        ) as week_mean
    from observed
),

leveled as (
    select
        *,
        {{ median_over('week_mean', 'past') }} as trailing_level,
        count(case when day_class = 'ordinary' then amount end) over past as level_days
    from paced
    window
        past as (
            partition by series_no
            order by day_no
            range between {{ rules.level_days }} preceding and 1 preceding
        )
),

-- Days are compared by their ratio to the level of then, so that growth and a confirmed
-- shift do not count against a day; by their distance where the level is not positive.
related as (
    select
        *,
        case
            when level_days >= {{ rules.least_level_days }} and trailing_level > 0
                then amount / trailing_level
        end as ratio,
        case
            when level_days >= {{ rules.least_level_days }} then amount - trailing_level
        end as distance
    from leveled
    where {{ computed_once() }}
),
{%- endmacro %}


{% macro baseline_expected_ctes(rules, carried) -%}
ordinary as (
    select
        *,
        {{ median_over('ratio', 'alike') }} as typical_ratio,
        {{ median_over('distance', 'alike') }} as typical_distance,
        count(ratio) over alike as comparable_ratios,
        count(distance) over alike as comparable_days,
        'same_weekday' as comparison,
        cast(0 as double) as ratio_spread
    from related
    where day_class = 'ordinary'
    window
        alike as (
            partition by series_no, day_kind
            order by day_no
            range between {{ rules.weeks * 7 }} preceding and 1 preceding
        )
),

-- Days of an event have their own history of up to three years, else that of events of
-- their class.
special as (
    select
        *,
        {{ quantiles_over('ratio', [0.25, 0.5, 0.75], 'same_event') }} as event_ratios,
        count(ratio) over same_event as event_days,
        {{ quantiles_over('ratio', [0.25, 0.5, 0.75], 'same_class') }} as class_ratios,
        count(ratio) over same_class as class_days
    from related
    where day_class != 'ordinary'
    window
        same_event as (
            partition by series_no, day_kind
            order by day_no
            range between {{ rules.event_days }} preceding and 1 preceding
        ),
        same_class as (
            partition by series_no, day_class
            order by day_no
            range between {{ rules.event_days }} preceding and 1 preceding
        )
),

{%- set kept = [
    'series_no', 'on_date', 'day_no', 'value', 'denominator', 'method', 'is_count',
    'is_share', 'direction', 'day_class', 'day_kind', 'amount', 'base', 'trailing_level',
] + carried %}

compared as (
    select
        {{ kept | join(', ') }},
        typical_ratio,
        typical_distance,
        comparable_ratios,
        comparable_days,
        comparison,
        ratio_spread
    from ordinary
    union all
    select
        {{ kept | join(', ') }},
        case
            when event_days >= {{ rules.least_events }}
                then {{ nth_of('event_ratios', 2) }}
            else {{ nth_of('class_ratios', 2) }}
        end as typical_ratio,
        cast(null as double) as typical_distance,
        case
            when event_days >= {{ rules.least_events }} then event_days else class_days
        end as comparable_ratios,
        case
            when event_days >= {{ rules.least_events }} then event_days else class_days
        end as comparable_days,
        case
            when event_days >= {{ rules.least_events }} then 'same_event'
            else 'same_class_of_event'
        end as comparison,
        case
            when event_days >= {{ rules.least_events }}
                then {{ nth_of('event_ratios', 3) }} - {{ nth_of('event_ratios', 1) }}
            else {{ nth_of('class_ratios', 3) }} - {{ nth_of('class_ratios', 1) }}
        end as ratio_spread
    from special
),

expected_amounts as (
    select
        *,
        case
            when
                day_class = 'ordinary'
                and comparable_days < {{ rules.least_comparable_days }}
                then null
            when day_class != 'ordinary' and comparable_days < {{ rules.least_events }}
                then null
            when trailing_level > 0 and comparable_ratios = comparable_days
                then trailing_level * typical_ratio
            else trailing_level + typical_distance
        end as expected_amount
    from compared
),

-- How far ordinary days lay from what was expected of them.
missed as (
    select
        *,
        case
            when day_class = 'ordinary' then round(abs(amount - expected_amount), 9)
        end as miss,
        case
            when day_class = 'ordinary' and expected_amount > 0
                then round(abs(amount / expected_amount - 1), 9)
        end as relative_miss
    from expected_amounts
),
{%- endmacro %}


{#- The scale is the median of the misses of eight weeks, over all weekdays: eight values
    of one weekday are too few to tell a spread. By Iglewicz and Hoaglin (1993): 1.4826
    times the median; 1.2533 times the mean where the median is zero; and a tenth of the
    misses may lie beyond 1.645 scales, or the series has a longer tail. Never less than what
    counts (Poisson) and shares (binomial) scatter by themselves, nor than one per cent. -#}
{% macro baseline_judged_ctes(rules, carried) -%}
missed_lately as (
    select
        *,
        {{ summary_over('miss', [0.5, 0.9], 'past') }} as misses,
        {{ summary_over('relative_miss', [0.5, 0.9], 'past') }} as relative_misses
    from missed
    window
        past as (
            partition by series_no
            order by day_no
            range between {{ rules.scale_days }} preceding and 1 preceding
        )
),

scaled as (
    select
        *,
        case
            when {{ nth_of('misses', 4) }} >= {{ rules.least_scale_days }} then greatest(
                case
                    when
                        expected_amount > 0
                        and {{ nth_of('relative_misses', 4) }} = {{ nth_of('misses', 4) }}
                        then expected_amount * greatest(
                            case
                                when {{ nth_of('relative_misses', 1) }} > 0
                                    then 1.4826 * {{ nth_of('relative_misses', 1) }}
                                else 1.2533 * {{ nth_of('relative_misses', 3) }}
                            end,
                            {{ nth_of('relative_misses', 2) }} / 1.645
                        )
                    else greatest(
                        case
                            when {{ nth_of('misses', 1) }} > 0
                                then 1.4826 * {{ nth_of('misses', 1) }}
                            else 1.2533 * {{ nth_of('misses', 3) }}
                        end,
                        {{ nth_of('misses', 2) }} / 1.645
                    )
                end,
                coalesce(trailing_level * ratio_spread, 0),
                {{ rules.least_relative_scale }} * abs(expected_amount),
                case
                    when is_count then sqrt(greatest(expected_amount, 0) + 1) else 0
                end,
                case
                    when is_share and denominator > 0 then sqrt(
                        greatest(expected_amount * (1 - expected_amount), 0) / denominator
                    )
                    else 0
                end
            )
        end as scale
    from missed_lately
),

measured as (
    select
        *,
        {{ rounded('(amount - expected_amount) / nullif(scale, 0)', 6) }} as robust_z
    from scaled
),

-- Three days a little off say as much as one far off.
summed as (
    select
        *,
        {{ rounded(
            '(robust_z + lag(robust_z, 1) over days + lag(robust_z, 2) over days)'
            ~ ' / sqrt(3.0)',
            6
        ) }} as robust_z_3_days
    from measured
    window days as (partition by series_no order by day_no)
),

badness as (
    select
        *,
        case direction
            when 'up' then -robust_z when 'down' then robust_z else abs(robust_z)
        end as bad_z,
        case
            when direction = 'up' and robust_z < 0 then -robust_z_3_days
            when direction = 'down' and robust_z > 0 then robust_z_3_days
            when direction = 'neutral' then abs(robust_z_3_days)
        end as bad_z_3_days
    from summed
),

baselines as (
    select
        {%- for column in carried %}
        {{ column }},
        {%- endfor %}
        series_no,
        on_date,
        value,
        direction,
        day_class,
        day_kind,
        method,
        comparison,
        comparable_days,
        base + expected_amount as expected,
        base + expected_amount - {{ rules.band }} * scale as lower,
        base + expected_amount + {{ rules.band }} * scale as upper,
        scale,
        robust_z,
        robust_z_3_days,
        case
            when robust_z is null then null
            when bad_z >= {{ rules.red }} or bad_z_3_days >= {{ rules.red }} then 'red'
            when bad_z >= {{ rules.amber }} then 'amber'
            else 'green'
        end as light,
        case
            when method = 'none' then 'no_baseline'
            when value is null then 'no_value'
            when expected_amount is null and day_class != 'ordinary'
                then 'no_comparable_event'
            when expected_amount is null or scale is null or amount is null
                then 'short_history'
            when scale = 0 then 'no_variation'
        end as reason
    from badness
)
{%- endmacro %}
