{#- One row a field for each row of a relation: joins it with the names of the golden
    fields and of the loyalty number, which is not golden but must not differ either. -#}
{% macro compared_fields() -%}
    {%- for field in golden_fields().keys() | list + ['loyalty_no'] %}
    select '{{ field }}' as field{{ " union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{#- The value of `fields.field` in a relation with the columns of the golden record, as
    text. -#}
{% macro value_of_field(relation) -%}
    case fields.field
        {%- for field, columns in golden_fields().items() %}
        when '{{ field }}'
            then cast({{ relation }}.{{ columns[0] }} as {{ dbt.type_string() }})
        {%- endfor %}
    end
{%- endmacro %}
