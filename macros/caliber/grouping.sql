{#- One group by for all grains and slices at once. -#}


{#- Groups rows with columns on_<grain>, slice_<slice> and keys to (grain, on_date,
    slice_dimension, slice_value, keys, aggregates): the whole company and each slice. -#}
{% macro grouped_rows(rows, slices, grains, keys, aggregates) -%}
    select
        {%- if grains | length == 1 %}
        '{{ grains[0] }}' as grain,
        on_{{ grains[0] }} as on_date,
        {%- else %}
        case
            {%- for grain in grains %}
            when grouping(on_{{ grain }}) = 0 then '{{ grain }}'
            {%- endfor %}
        end as grain,
        case
            {%- for grain in grains %}
            when grouping(on_{{ grain }}) = 0 then on_{{ grain }}
            {%- endfor %}
        end as on_date,
        {%- endif %}
        {%- if slices %}
        case
            {%- for slice in slices %}
            when grouping(slice_{{ slice }}) = 0 then '{{ slice }}'
            {%- endfor %}
            else 'all'
        end as slice_dimension,
        case
            {%- for slice in slices %}
            when grouping(slice_{{ slice }}) = 0 then slice_{{ slice }}
            {%- endfor %}
            else 'all'
        end as slice_value,
        {%- else %}
        'all' as slice_dimension,
        'all' as slice_value,
        {%- endif %}
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        {%- for name, sql in aggregates.items() %}
        {{ sql }} as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        {{ rows }}
    ) as source_rows
    group by grouping sets (
        {%- for grain in grains %}
        {%- set grain_loop = loop %}
        {%- for slice in [none] + slices %}
        ({{ (['on_' ~ grain] + (['slice_' ~ slice] if slice else []) + keys) | join(', ') }})
        {{- "," if not (loop.last and grain_loop.last) }}
        {%- endfor %}
        {%- endfor %}
    )
{%- endmacro %}


{#- First day of the period that a date lies in. -#}
{% macro period_start(date_value, grain) -%}
    {%- if grain == 'day' -%}
        cast({{ date_value }} as date)
    {%- else -%}
        cast(date_trunc('{{ grain }}', {{ date_value }}) as date)
    {%- endif -%}
{%- endmacro %}
