-- The dimension standard: every code of every conformed dimension, given by a seed or
-- delivered where the dimension is open. Grain: dimension, level, code.
{{ check_dimension_columns() }}
with

delivered as (
    {%- for dimension, level, model, code, parent in delivered_codes() %}
    select distinct
        '{{ dimension }}' as dimension,
        '{{ level }}' as level_name,
        {{ code }} as code,
        cast({{ parent }} as {{ dbt.type_string() }}) as parent_code,
        '{{ model }}.{{ code }}' as origin
    from {{ ref(model) }}
    where {{ code }} is not null
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

-- A city that rows put into several provinces belongs to none of them for certain.
added as (
    select
        delivered.dimension,
        delivered.level_name,
        delivered.code,
        case
            when min(delivered.parent_code) = max(delivered.parent_code)
                then min(delivered.parent_code)
        end as parent_code,
        min(delivered.origin) as origin
    from delivered
    left join {{ ref('int_dimensions__seeded') }} as seeded
        on
            delivered.dimension = seeded.dimension
            and delivered.level_name = seeded.level_name
            and delivered.code = seeded.code
    where seeded.code is null
    group by delivered.dimension, delivered.level_name, delivered.code
),

codes as (
    select
        dimension,
        level_name,
        code,
        name,
        name_zh,
        parent_code,
        sort_order,
        origin,
        false as is_delivered,
        valid_from,
        valid_to
    from {{ ref('int_dimensions__seeded') }}
    union all
    select
        dimension,
        level_name,
        code,
        cast(null as {{ dbt.type_string() }}) as name,
        code as name_zh,
        parent_code,
        null as sort_order,
        origin,
        true as is_delivered,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to
    from added
)

select
    codes.dimension,
    dimensions.name as dimension_name,
    dimensions.name_zh as dimension_name_zh,
    dimensions.description,
    dimensions.owner,
    dimensions.steward,
    cast(dimensions.version as integer) as caliber_version,
    codes.level_name,
    cast(row_number() over (
        partition by codes.dimension
        order by codes.sort_order nulls last, codes.level_name, codes.code
    ) as bigint) as position,
    codes.code,
    codes.name,
    codes.name_zh,
    codes.parent_code,
    codes.origin,
    codes.is_delivered,
    coalesce(codes.valid_from, dimensions.valid_from) as valid_from,
    codes.valid_to
from codes
inner join {{ ref('dimensions') }} as dimensions
    on codes.dimension = dimensions.dimension
