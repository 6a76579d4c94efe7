-- Codes that sources write and the dimension standard does not have. They stay in their
-- tables as they came; here stands who wrote them, and how often. Grain: table, column,
-- channel, code.
with

written as (
    {%- for model, column, channel in [
        ('dim_qr_codes', 'medium', none),
        ('dim_stores', 'kind', none),
        ('dim_stores', 'province', none),
        ('dim_strategies', 'dialogue_channel', none),
        ('dim_strategies', 'journey_stage', none),
        ('dim_members', 'province', 'region_channel_code'),
        ('fct_consents', 'dialogue_channel', 'channel_code'),
        ('fct_interactions', 'touchpoint', 'channel_code'),
        ('fct_market_sizes', 'category', 'channel_code'),
        ('fct_market_sizes', 'province', 'channel_code'),
        ('fct_orders', 'brand', 'channel_code'),
        ('fct_orders', 'province', 'channel_code'),
        ('fct_sends', 'dialogue_channel', 'channel_code'),
        ('fct_stock', 'province', 'channel_code'),
    ] %}
    {%- set meant = dimension_of_column(model, column) %}
    select
        '{{ model }}' as table_name,
        '{{ column }}' as column_name,
        '{{ meant[0] }}' as dimension,
        {{ channel or 'cast(null as ' ~ dbt.type_string() ~ ')' }} as channel_code,
        {{ column }} as code,
        count(*) as row_count
    from {{ ref(model) }}
    where {{ column }} is not null
    group by {{ channel ~ ', ' if channel }}{{ column }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

codes as (
    select distinct
        dimension,
        code
    from {{ ref('dim_calibers') }}
)

select
    written.table_name,
    written.column_name,
    written.dimension,
    written.channel_code,
    written.code,
    written.row_count
from written
left join codes
    on written.dimension = codes.dimension and written.code = codes.code
where
    codes.code is null
    -- Consent may be given for all dialogue channels at once.
    and not (written.table_name = 'fct_consents' and written.code = 'all')
