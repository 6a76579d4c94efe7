-- The codes that seeds give, each from the seed that has it already. Grain: dimension,
-- level, code.
{%- set text = dbt.type_string() %}
with

gathered as (
    select
        dimension,
        level_name,
        code,
        name,
        name_zh,
        parent_code,
        sort_order,
        'dimension_values' as origin,
        valid_from,
        valid_to
    from {{ ref('dimension_values') }}
    {%- for dimension, level, code, name, name_zh, parent, sort_order, seed in [
        ('channel', 'channel', 'channel_code', 'channel_name_en', 'channel_name',
         'parent_code', 100, 'channels'),
        ('city_tier', 'city', 'city', 'null', 'city', 'city_tier', 100, 'city_tiers'),
        ('lifecycle_stage', 'stage', 'stage_code', 'stage_name', 'stage_name_zh', 'null',
         'step', 'lifecycle_stages'),
        ('value_layer', 'layer', 'layer_code', 'layer_name', 'layer_name_zh', 'null',
         100, 'value_layers'),
    ] %}
    union all
    select distinct
        '{{ dimension }}' as dimension,
        '{{ level }}' as level_name,
        {{ code }} as code,
        cast({{ name }} as {{ text }}) as name,
        {{ name_zh }} as name_zh,
        cast({{ parent }} as {{ text }}) as parent_code,
        {{ sort_order }} as sort_order,
        '{{ seed }}' as origin,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to
    from {{ ref(seed) }}
    {%- endfor %}
)

select * from gathered
