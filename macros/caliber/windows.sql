{#- Cumulative metrics: over a window of days, to date within a period, or over all time.
    Sums run over the days of a slice. Heads are changes: a member counts from an active
    day until the window has passed without another, so that each active day is read once
    and no window is scanned anew. Both need a value for days without rows, so the days of
    each slice are filled first. A week or month has the value of its last day with one. -#}
{% macro cumulative_sql(name, column, plan, grains) -%}
    {%- set measure = plan.columns[column.of] -%}
    {%- set slices = (column.slices + ['all']) | unique | list -%}
    {%- set part = 'slice_dimension, slice_value'
        ~ (', ' ~ period_start('on_date', column.grain_to_date) if column.grain_to_date else '') -%}
{{ name }}__moves as (
    {%- if measure.entity %}
    {{ member_moves(column, measure, slices, part) }}
    {%- else %}
    select
        on_date,
        slice_dimension,
        slice_value,
        {{ column.of }} as move
    from {{ measure.cte }}
    where grain = 'day' and slice_dimension in ('{{ slices | join("', '") }}')
    {%- endif %}
),

{{ name }}__days as (
    select
        days.date_day as on_date,
        slices.slice_dimension,
        slices.slice_value
    from (
        select
            slice_dimension,
            slice_value,
            min(on_date) as first_on
        from {{ name }}__moves
        group by slice_dimension, slice_value
    ) as slices
    inner join {{ ref('dim_dates') }} as days on slices.first_on <= days.date_day
    where days.date_day <= {{ as_of_date() }}
),

{{ name }}__by_day as (
    select
        on_date,
        slice_dimension,
        slice_value,
        sum(move) over (
            partition by {{ part }}
            order by on_date
            rows between {{ (column.window - 1) ~ ' preceding'
                if column.window and not measure.entity else 'unbounded preceding' }}
            and current row
        ) as {{ name }}
    from (
        select
            days.on_date,
            days.slice_dimension,
            days.slice_value,
            moves.move
        from {{ name }}__days as days
        left join {{ name }}__moves as moves
            on
                days.on_date = moves.on_date
                and days.slice_dimension = moves.slice_dimension
                and days.slice_value = moves.slice_value
    ) as filled
),

{{ name }}__filled as (
    select
        on_date,
        slice_dimension,
        slice_value,
        {{ name }},
        lead(on_date) over (
            partition by slice_dimension, slice_value order by on_date
        ) as next_on
    from {{ name }}__by_day
    where {{ name ~ ' != 0' if measure.entity else name ~ ' is not null' }}
),

{{ name }} as (
    {%- for grain in grains %}
    select
        '{{ grain }}' as grain,
        {{ period_start('on_date', grain) }} as on_date,
        slice_dimension,
        slice_value,
        {{ name }}
    from {{ name }}__filled
    {%- if grain != 'day' %}
    where
        next_on is null
        or {{ period_start('on_date', grain) }} != {{ period_start('next_on', grain) }}
    {%- endif %}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),
{%- endmacro %}


{#- +1 on the day an entity comes into the window, -1 on the day it has left it. -#}
{% macro member_moves(column, measure, slices, part) -%}
    select
        on_date,
        slice_dimension,
        slice_value,
        sum(move) as move
    from (
        select
            on_date,
            slice_dimension,
            slice_value,
            1 as move
        from {{ column.cte }}__active
        where
            before_on is null
            {%- if column.window %}
            or {{ days_between('before_on', 'on_date') }} >= {{ column.window }}
            {%- endif %}
        {%- if column.window %}
        union all
        select
            {{ add_days('on_date', column.window) }} as on_date,
            slice_dimension,
            slice_value,
            -1 as move
        from {{ column.cte }}__active
        where
            after_on is null
            or {{ days_between('on_date', 'after_on') }} >= {{ column.window }}
        {%- endif %}
    ) as moves
    group by on_date, slice_dimension, slice_value
{%- endmacro %}


{#- The active days of each entity with the one before and after. -#}
{% macro active_days_sql(name, column, plan) -%}
    {%- set measure = plan.columns[column.of] -%}
    {%- set slices = (column.slices + ['all']) | unique | list -%}
    {%- set part = 'slice_dimension, slice_value, entity_key'
        ~ (', ' ~ period_start('on_date', column.grain_to_date) if column.grain_to_date else '') -%}
    {%- do column.update({'cte': name}) -%}
{{ name }}__active as (
    select
        on_date,
        slice_dimension,
        slice_value,
        lag(on_date) over (partition by {{ part }} order by on_date) as before_on,
        lead(on_date) over (partition by {{ part }} order by on_date) as after_on
    from {{ measure.cte }}__each
    where
        grain = 'day'
        and {{ column.of }} is not null
        and slice_dimension in ('{{ slices | join("', '") }}')
),
{%- endmacro %}
