{#- Folds the numbers first, first - 1, ..., 0 into one value: starting with 1.0, each
    number k turns the value so far, acc, into `step`, an expression of acc, k and columns
    in scope. All in double precision, in the same order on both engines. `first` is the
    same for all rows: DuckDB 1.5 mixes up the columns in scope of lists of several lengths. -#}
{% macro fold_down(first, step) -%}
    {{ return(adapter.dispatch('fold_down', 'onepool')(first, step)) }}
{%- endmacro %}

{% macro duckdb__fold_down(first, step) -%}
    list_reduce(
        cast(range({{ first }}, -1, -1) as double[]),
        lambda acc, k: {{ step }},
        cast(1 as double)
    )
{%- endmacro %}

{% macro spark__fold_down(first, step) -%}
    aggregate(
        transform(sequence({{ first }}, 0, -1), position -> cast(position as double)),
        cast(1 as double),
        (acc, k) -> {{ step }}
    )
{%- endmacro %}
