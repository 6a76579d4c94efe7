{#- What a fact says of campaigns and of strategies, one below the other: subject_kind and
    subject_key, then the columns given. A row that names both counts for both. -#}
{% macro rows_of_subjects(model_name, columns, condition='true') -%}
    {%- for kind in ['campaign', 'strategy'] %}
    select
        '{{ kind }}' as subject_kind,
        {{ kind }}_key as subject_key,
        {%- for column in columns %}
        {{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref(model_name) }}
    where not is_deleted and {{ kind }}_key is not null and {{ condition }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{#- The instant the data ends: midnight after as_of, UTC. -#}
{% macro end_of_data() -%}
    {{ local_to_utc('cast(' ~ add_days(as_of_date(), 1) ~ ' as timestamp)') }}
{%- endmacro %}
