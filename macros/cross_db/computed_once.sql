{#- A condition that always holds, for a CTE that others read several times: Spark computes
    a CTE anew for each reader (and plans it anew) unless it is not deterministic
    (its optimizer rule InlineCTE); then it is computed once and kept. DuckDB keeps such
    CTEs by itself. Not for a CTE that reads another kept one: Spark 4 then loses columns,
    and even conditions of joins. -#}
{% macro computed_once() -%}
    {{ return(adapter.dispatch('computed_once', 'onepool')()) }}
{%- endmacro %}

{% macro duckdb__computed_once() -%}
    true
{%- endmacro %}

{% macro spark__computed_once() -%}
    rand() >= 0
{%- endmacro %}


{#- Between `as` and the bracket of a CTE: it is named anew by each reader, as Spark does
    by itself. DuckDB would hold it with all its columns for several readers. -#}
{% macro named_anew() -%}
    {{ return(adapter.dispatch('named_anew', 'onepool')()) }}
{%- endmacro %}

{% macro duckdb__named_anew() -%}
    not materialized
{%- endmacro %}

{% macro spark__named_anew() -%}
{%- endmacro %}
