{#- Cumulative metrics: over a window of days, to date within a period, or over all time.
    A row is a change that comes on its day and, of a window, goes again when the window has
    passed; a head comes on an active day and goes when the window has passed without
    another, so that each active day is read once and no window is scanned anew. What has
    come and not gone holds from one change to the next. A week or month has the value of
    its last day with one. Every CTE is read once, for Spark computes one anew each time. -#}
{% macro cumulative_sql(name, column, plan, grains) -%}
    {%- set measure = plan.columns[column.of] -%}
    {%- set slices = (column.slices + ['all']) | unique | list -%}
    {%- set keys = 'slice_dimension, slice_value' -%}
    {%- set period = period_start('on_date', column.grain_to_date) if column.grain_to_date else none -%}
    {%- set part = keys ~ (', ' ~ period if period else '') -%}
{{ name }}__moves as (
    select
        on_date,
        slice_dimension,
        slice_value,
        sum(move) as move,
        sum(present) as present
    from (
        {%- if measure.entity %}
        {{ member_moves(column) }}
        {%- elif column.window %}
        {{ rows_of_columns(
            measure.cte, ['slice_dimension', 'slice_value'],
            [
                {'on_date': 'on_date', 'move': column.of, 'present': '1'},
                {
                    'on_date': add_days('on_date', column.window),
                    'move': '-' ~ column.of,
                    'present': '-1',
                },
            ],
            "grain = 'day' and " ~ column.of ~ " is not null and slice_dimension in ('"
            ~ slices | join("', '") ~ "')"
        ) }}
        {%- else %}
        select
            slice_dimension,
            slice_value,
            on_date,
            {{ column.of }} as move,
            1 as present
        from {{ measure.cte }}
        where
            grain = 'day'
            and {{ column.of }} is not null
            and slice_dimension in ('{{ slices | join("', '") }}')
        {%- endif %}
    ) as changes
    where on_date <= {{ as_of_date() }}
    group by on_date, slice_dimension, slice_value
),

{{ name }}__held as (
    select
        on_date,
        slice_dimension,
        slice_value,
        sum(move) over (
            partition by {{ part }}
            order by on_date
            rows between unbounded preceding and current row
        ) as {{ name }},
        sum(present) over (
            partition by {{ part }}
            order by on_date
            rows between unbounded preceding and current row
        ) as present,
        coalesce(
            {{ add_days('lead(on_date) over (partition by ' ~ keys ~ ' order by on_date)', -1) }},
            {{ as_of_date() }}
        ) as until
    from {{ name }}__moves
),

{{ name }}__filled as (
    select
        date_day as on_date,
        slice_dimension,
        slice_value,
        {{ name }}
        {%- if grains != ['day'] %},
        lead(date_day) over (partition by {{ keys }} order by date_day) as next_on
        {%- endif %}
    from (
        select
            {{ each_day('on_date', 'until') }} as date_day,
            on_date,
            slice_dimension,
            slice_value,
            {{ name }}
        from {{ name }}__held
        where present > 0
    ) as days
    {%- if period %}
    where {{ period }} = {{ period_start('date_day', column.grain_to_date) }}
    {%- endif %}
),

{{ name }} as (
    {%- if grains == ['day'] %}
    select
        'day' as grain,
        on_date,
        slice_dimension,
        slice_value,
        {{ name }}
    from {{ name }}__filled
    {%- else %}
    select
        grain,
        on_date,
        slice_dimension,
        slice_value,
        {{ name }}
    from (
        {{ rows_of_columns(
            name ~ '__filled', ['slice_dimension', 'slice_value', name],
            last_days_of(grains), 'true'
        ) }}
    ) as periods
    where on_date is not null
    {%- endif %}
),
{%- endmacro %}


{#- For each grain, the period that a filled day closes; null for other days. -#}
{% macro last_days_of(grains) -%}
    {%- set structs = [] -%}
    {%- for grain in grains -%}
        {%- set starts = period_start('on_date', grain) -%}
        {%- do structs.append({
            'grain': "'" ~ grain ~ "'",
            'on_date': 'case when next_on is null or ' ~ starts ~ ' != '
                ~ period_start('next_on', grain) ~ ' then ' ~ starts ~ ' end',
        }) -%}
    {%- endfor -%}
    {{ return(structs) }}
{%- endmacro %}


{#- +1 on the day an entity comes into the window, -1 on the day it has left it. -#}
{% macro member_moves(column) -%}
    {%- set comes = 'before_on is null' -%}
    {%- set structs = [] -%}
    {%- if column.window -%}
        {%- set comes = comes ~ ' or ' ~ days_between('before_on', 'on_date') ~ ' >= ' ~ column.window -%}
        {%- set leaves = 'after_on is null or ' ~ days_between('on_date', 'after_on') ~ ' >= ' ~ column.window -%}
        {%- do structs.append({
            'on_date': 'case when ' ~ leaves ~ ' then ' ~ add_days('on_date', column.window) ~ ' end',
            'move': '-1', 'present': '-1',
        }) -%}
    {%- endif -%}
    {%- do structs.append({
        'on_date': 'case when ' ~ comes ~ ' then on_date end', 'move': '1', 'present': '1',
    }) -%}
    {{ rows_of_columns(
        column.cte ~ '__active', ['slice_dimension', 'slice_value'], structs, 'true'
    ) }}
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
