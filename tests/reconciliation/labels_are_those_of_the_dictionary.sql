-- Every label of origin fact or rule in the dictionary is computed by the mart of a
-- subject, under that origin and group, and every label computed is in the dictionary.
with

computed as (
    {%- for subject, origins in label_subjects().items() %}
    {%- for origin, codes in origins.items() %}
    {%- for code in codes %}
    select
        '{{ code }}' as label_code,
        '{{ origin }}' as origin,
        '{{ subject }}' as label_group
    union all
    {%- endfor %}
    {%- endfor %}
    {%- endfor %}
    {%- for preference in preferences() %}
    select
        '{{ preference }}_preference' as label_code,
        'rule' as origin,
        'preference' as label_group
    union all
    {%- endfor %}
    select
        'strategy_membership' as label_code,
        'fact' as origin,
        'marketing' as label_group
)

select
    coalesce(computed.label_code, dictionary.label_code) as label_code,
    case
        when dictionary.label_code is null
            then 'computed, but not in seed label_dictionary'
        when computed.label_code is null
            then 'in seed label_dictionary, but no mart computes it'
        else 'origin or group differ between the mart and seed label_dictionary'
    end as problem
from computed
full outer join {{ ref('label_dictionary') }} as dictionary
    on computed.label_code = dictionary.label_code
where
    coalesce(dictionary.origin, '') not in ('model', 'human')
    and (
        computed.label_code is null
        or dictionary.label_code is null
        or computed.origin != dictionary.origin
        or computed.label_group != dictionary.label_group
    )
