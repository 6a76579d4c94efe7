{#- The words and codes that platforms use for a gender, as male, female or null. -#}
{% macro gender_word(value) -%}
    case
        when lower(cast({{ value }} as {{ dbt.type_string() }}))
            in ('male', 'm', '男', '男性', '先生', '1') then 'male'
        when lower(cast({{ value }} as {{ dbt.type_string() }}))
            in ('female', 'f', '女', '女性', '女士', '2') then 'female'
    end
{%- endmacro %}
