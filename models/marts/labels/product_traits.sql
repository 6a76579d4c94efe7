-- What a product tells of who buys it. Grain: product. price_position is the place of
-- its list price in its category (and formula stage, where it has one), 0 to 1, equal
-- prices at equal places; ages are those of the child it is made for, the narrowest
-- of the rules that match.
with

products as (
    select
        *,
        {{ json_value('attributes', 'formula_stage') }} as formula_stage
    from {{ ref('dim_products') }}
),

priced as (
    select
        product_key,
        (
            percent_rank() over (
                partition by category_1, category_2, formula_stage order by list_price
            ) + cume_dist() over (
                partition by category_1, category_2, formula_stage order by list_price
            )
        ) / 2 as price_position
    from products
    where list_price is not null
),

matched as (
    select
        products.product_key,
        rules.evidence,
        rules.age_from_months,
        rules.age_to_months,
        row_number() over (
            partition by products.product_key
            order by rules.age_to_months - rules.age_from_months, rules.evidence
        ) as place
    from products
    cross join {{ ref('baby_products') }} as rules
    where
        (
            rules.attribute = 'formula_stage'
            and rules.attribute_value = products.formula_stage
        )
        or products.product_name like '%' || rules.name_word || '%'
)

select
    products.product_key,
    products.category_1 as category,
    products.brand,
    groups.category_group,
    cast(round(priced.price_position, 6) as decimal(18, 6)) as price_position,
    case
        when priced.price_position < 0.333 then 'low'
        when priced.price_position < 0.667 then 'middle'
        when priced.price_position is not null then 'high'
    end as price_band,
    matched.evidence as baby_evidence,
    matched.age_from_months,
    matched.age_to_months
from products
left join priced on products.product_key = priced.product_key
left join matched on products.product_key = matched.product_key and matched.place = 1
left join {{ ref('category_groups') }} as groups
    on products.category_1 = groups.category_1
