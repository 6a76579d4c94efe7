{#- A score of 1 to rfm_bins as a band of 1 to 5, in which the maps are written: the
    lowest score is band 1, the highest band 5, the others spread evenly. -#}
{% macro rfm_band(score) -%}
    {%- set bins = var('rfm_bins') -%}
    {%- if bins == 5 -%}
    {{ score }}
    {%- else -%}
    cast(
        1 + floor((({{ score }} - 1) * 8 + {{ bins - 1 }}) / {{ 2.0 * (bins - 1) }})
        as integer
    )
    {%- endif -%}
{%- endmacro %}


{#- The cells of the segment map, a row each: recency_band, frequency_band,
    monetary_band and the columns of the segments that claim the cell. -#}
{% macro rfm_cells() -%}
    with bands as ({{ numbers(1, 5) }})

    select
        r.number as recency_band,
        f.number as frequency_band,
        m.number as monetary_band,
        segments.segment_code,
        segments.segment_name
    from bands as r
    cross join bands as f
    cross join bands as m
    left join {{ ref('rfm_segments') }} as segments
        on
            r.number between segments.recency_from and segments.recency_to
            and f.number between segments.frequency_from and segments.frequency_to
            and m.number between segments.monetary_from and segments.monetary_to
{%- endmacro %}


{#- The cells of the value layers: stage_code, value_band (0 = no scores) and the layer
    that claims the cell. -#}
{% macro value_layer_cells() -%}
    with bands as ({{ numbers(0, 5) }})

    select
        stages.stage_code,
        bands.number as value_band,
        layers.layer_code
    from {{ ref('lifecycle_stages') }} as stages
    cross join bands
    left join {{ ref('value_layers') }} as layers
        on
            stages.stage_code = layers.stage_code
            and bands.number between layers.value_from and layers.value_to
{%- endmacro %}


{#- Half the sum of the frequency and monetary bands, rounded up; 0 without scores. -#}
{% macro value_band(frequency_score, monetary_score) -%}
    cast(coalesce(ceil(
        ({{ rfm_band(frequency_score) }} + {{ rfm_band(monetary_score) }}) / 2.0
    ), 0) as integer)
{%- endmacro %}


{% macro numbers(first, last) -%}
    {%- for number in range(first, last + 1) %}
    select {{ number }} as number{{ ' union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{#- A row for every cell that has no owner or more than one; the query stops with their
    names, so that a failing build says which they are. -#}
{% macro cells_claimed_once(map_name, cells, cell_name, owner) -%}
    with cells as (
        {{ cells }}
    ),

    wrong as (
        select
            {{ cell_name }} as cell,
            count({{ owner }}) as owners,
            {{ joined_text(owner, ' and ') }} as claimed_by
        from cells
        group by {{ cell_name }}
        having count({{ owner }}) != 1
    )

    select {{ raised(
        "concat('" ~ map_name ~ ": ', cast(count(*) as " ~ dbt.type_string() ~ "), "
        ~ "' cells are not claimed once: ', " ~ joined_text(
            "concat(cell, case when owners = 0 then ' by nobody' "
            ~ "else concat(' by ', claimed_by) end)"
        ) ~ ")"
    ) }} as problem
    from wrong
    having count(*) > 0
{%- endmacro %}


{#- Scored rows with their segment and class, and whether the segment is firm: the same
    when any one value moves by the margin. Needs the CTEs cells and classes. -#}
{% macro rfm_mapped(scored) -%}
    {%- set dimensions = ['recency', 'frequency', 'monetary'] -%}
    {%- set moves = [] -%}
    {%- for dimension in dimensions -%}
        {%- do moves.append([dimension, 'below']) -%}
        {%- do moves.append([dimension, 'above']) -%}
    {%- endfor -%}
    select
        {{ scored }}.*,
        cells.segment_code,
        cells.segment_name,
        classes.class_code,
        {%- for moved, side in moves %}
        coalesce(cells_{{ loop.index }}.segment_code = cells.segment_code, true)
        {{- ' and' if not loop.last }}
        {%- endfor %} as is_firm
    from {{ scored }}
    left join cells
        on
            {%- for dimension in dimensions %}
            {{ rfm_band(scored ~ '.' ~ dimension ~ '_score') }} = cells.{{ dimension }}_band
            {{- ' and' if not loop.last }}
            {%- endfor %}
    {%- for moved, side in moves %}
    {%- set other = 'cells_' ~ loop.index %}
    left join cells as {{ other }}
        on
            {%- for dimension in dimensions %}
            {%- set score = dimension ~ '_score' ~ ('_' ~ side if dimension == moved else '') %}
            {{ rfm_band(scored ~ '.' ~ score) }} = {{ other }}.{{ dimension }}_band
            {{- ' and' if not loop.last }}
            {%- endfor %}
    {%- endfor %}
    left join classes
        on
            {%- for dimension in dimensions %}
            {{ scored }}.{{ dimension }}_level = classes.{{ dimension }}_level
            {{- ' and' if not loop.last }}
            {%- endfor %}
{%- endmacro %}
