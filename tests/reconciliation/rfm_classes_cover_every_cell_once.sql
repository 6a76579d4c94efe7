-- Each combination of high and low recency, frequency and monetary value has exactly
-- one class; stops with those that do not.
{% set cells -%}
with levels as (select 'high' as level union all select 'low' as level)

select
    r.level as recency_level,
    f.level as frequency_level,
    m.level as monetary_level,
    classes.class_code
from levels as r
cross join levels as f
cross join levels as m
left join {{ ref('rfm_classes') }} as classes
    on
        r.level = classes.recency_level
        and f.level = classes.frequency_level
        and m.level = classes.monetary_level
{%- endset %}
{{ cells_claimed_once(
    'rfm_classes', cells,
    "concat('R ', recency_level, ' F ', frequency_level, ' M ', monetary_level)",
    'class_code'
) }}
