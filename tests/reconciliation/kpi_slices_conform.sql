-- The values by which metrics are cut are codes of the dimension standard, or stand
-- among the unknown codes that sources wrote; unknown is for rows that name none.
with

used as (
    {%- for model in ['kpi_daily', 'kpi_periodic'] %}
    select distinct
        slice_dimension,
        slice_value
    from {{ ref(model) }}
    where slice_dimension != 'all' and slice_value != 'unknown'
    {{ "union" if not loop.last }}
    {%- endfor %}
),

meant as (
    {%- for slice, dimension in columns_of_dimensions().items()
        if dimension and '.' not in slice %}
    select
        '{{ slice }}' as slice_dimension,
        '{{ dimension[0] }}' as dimension
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

codes as (
    select distinct
        dimension,
        code
    from {{ ref('dim_calibers') }}
    union
    select
        dimension,
        code
    from {{ ref('unknown_codes') }}
)

select
    used.slice_dimension,
    used.slice_value
from used
left join meant on used.slice_dimension = meant.slice_dimension
left join codes
    on meant.dimension = codes.dimension and used.slice_value = codes.code
where
    codes.code is null
    and not (used.slice_dimension = 'dialogue_channel' and used.slice_value = 'all')
