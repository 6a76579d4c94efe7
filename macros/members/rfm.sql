{#- What is scored: a row a member and snapshot with `goodness`, of which more is better,
    for each dimension. Snapshots are as_of and the ends of months. -#}
{% macro rfm_values() -%}
    select
        'as_of' as snapshot_kind,
        {{ as_of_date() }} as snapshot_on,
        first_order_on,
        cast(-recency_days as double) as recency,
        cast(window_orders as double) as frequency,
        cast(window_net_amount as double) as monetary
    from {{ ref('purchase_summaries') }}
    where window_orders > 0
    union all
    select
        'month' as snapshot_kind,
        month_end as snapshot_on,
        first_order_on,
        cast(-recency_days as double) as recency,
        cast(window_orders as double) as frequency,
        cast(window_net_amount as double) as monetary
    from {{ ref('lifecycle_monthly') }}
    where window_orders > 0
{%- endmacro %}


{#- Where each score starts, a row a snapshot: recency_2, ..., monetary_<bins>. -#}
{% macro rfm_bounds(kind) -%}
    select
        snapshot_on,
        {%- for dimension in ['recency', 'frequency', 'monetary'] %}
        {%- for score in range(2, var('rfm_bins') + 1) %}
        min(case
            when dimension = '{{ dimension }}' and score >= {{ score }}
                then {{ '-' if dimension == 'recency' }}starts_at
        end) as {{ dimension }}_{{ score }},
        {%- endfor %}
        {%- endfor %}
        count(*) as boundary_rows
    from {{ ref('rfm_boundaries') }}
    where snapshot_kind = '{{ kind }}'
    group by snapshot_on
{%- endmacro %}


{#- The score of a value, by the bounds of its snapshot. -#}
{% macro rfm_score(dimension, value, bounds='bounds') -%}
    (
        1
        {%- for score in range(2, var('rfm_bins') + 1) %}
        + case when {{ value }} >= {{ bounds }}.{{ dimension }}_{{ score }} then 1 else 0 end
        {%- endfor %}
    )
{%- endmacro %}


{#- Rows of `values_name` with their scores, the levels of the eight classes, and per
    dimension the scores a margin below and above the value. Needs the CTEs snapshots and
    bounds. -#}
{% macro rfm_scored(values_name, recency_days, orders, net_amount) -%}
    {%- set goodness = {
        'recency': 'cast(-' ~ values_name ~ '.' ~ recency_days ~ ' as double)',
        'frequency': 'cast(' ~ values_name ~ '.' ~ orders ~ ' as double)',
        'monetary': 'cast(' ~ values_name ~ '.' ~ net_amount ~ ' as double)',
    } -%}
    {%- set margin = 'cast(' ~ var('rfm_hysteresis_margin') ~ ' as double)' -%}
    select
        {{ values_name }}.*,
        snapshots.unscored_reason,
        {%- for dimension, value in goodness.items() %}
        {%- set above = value ~ ' + ' ~ margin ~ ' * abs(' ~ value ~ ')' %}
        {%- set below = value ~ ' - ' ~ margin ~ ' * abs(' ~ value ~ ')' %}
        {%- set split = ('-' if dimension == 'recency' else '') ~ 'snapshots.' ~ dimension ~ '_split' %}
        case when snapshots.is_scored then {{ rfm_score(dimension, value) }} end
            as {{ dimension }}_score,
        case when snapshots.is_scored then {{ rfm_score(dimension, below) }} end
            as {{ dimension }}_score_below,
        case when snapshots.is_scored then {{ rfm_score(dimension, above) }} end
            as {{ dimension }}_score_above,
        case
            when
                snapshots.is_scored
                -- The mean of equal amounts may be a last digit above them.
                and {{ value }} >= {{ split }} - 1e-12 * abs({{ split }})
                then 'high'
            when snapshots.is_scored then 'low'
        end as {{ dimension }}_level{{ "," if not loop.last }}
        {%- endfor %}
    from {{ values_name }}
    inner join snapshots on {{ values_name }}.snapshot_on = snapshots.snapshot_on
    left join bounds on {{ values_name }}.snapshot_on = bounds.snapshot_on
{%- endmacro %}


{#- Stops the query with the thresholds of a relation (dimension, score, starts_at) that are
    missing, there twice, beyond the number of bins, or no better than the one below; no
    rows when all are well. A smaller number of days is a better recency. -#}
{% macro refused_rfm_thresholds(relation, bins) -%}
    with places as (
        select
            dimensions.dimension,
            scores.number as score
        from (
            {%- for dimension in ['recency', 'frequency', 'monetary'] %}
            select '{{ dimension }}' as dimension{{ ' union all' if not loop.last }}
            {%- endfor %}
        ) as dimensions
        cross join ({{ numbers(2, bins) }}) as scores
    ),

    summed as (
        select
            dimension,
            score,
            count(*) as thresholds,
            max(case when dimension = 'recency' then -starts_at else starts_at end) as goodness
        from {{ relation }}
        group by dimension, score
    ),

    judged as (
        select
            coalesce(places.dimension, summed.dimension) as dimension,
            coalesce(places.score, summed.score) as score,
            case
                when places.score is null then 'is not of rfm_bins'
                when summed.goodness is null then 'is missing'
                when summed.thresholds > 1 then 'is there twice'
                when
                    summed.goodness <= lag(summed.goodness) over (
                        partition by summed.dimension order by summed.score
                    )
                    then 'is no better than the one below'
            end as fault
        from places
        full outer join summed
            on places.dimension = summed.dimension and places.score = summed.score
    ),

    wrong as (
        select
            concat(
                dimension, ' ', cast(score as {{ dbt.type_string() }}), ' ', fault
            ) as problem
        from judged
        where fault is not null
    )

    select {{ raised("concat('rfm_thresholds: ', " ~ joined_text('problem') ~ ")") }}
        as problem
    from wrong
    having count(*) > 0
{%- endmacro %}
