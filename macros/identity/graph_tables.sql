{#- Work tables of the graph materializations: temporary ones on DuckDB, tables of the
    model's schema on Spark. Each step is a statement of its own and is committed: DuckDB
    takes a table of an open transaction to be empty, and plans cross joins. -#}
{% macro graph_table(name) -%}
    {{ return(adapter.dispatch('graph_table', 'onepool')(this.identifier ~ '__work_' ~ name)) }}
{%- endmacro %}

{% macro duckdb__graph_table(name) -%}
    {{ return('temp.' ~ name) }}
{%- endmacro %}

{% macro spark__graph_table(name) -%}
    {{ return(this.schema ~ '.' ~ name) }}
{%- endmacro %}


{#- One work table, from the query that is the body of the call. -#}
{% macro graph_step(name) %}
    {%- set query = caller() -%}
    {% do graph_drop([name]) %}
    {% call statement(name, auto_begin=false) -%}
        create {{ 'temporary' if target.type == 'duckdb' }} table {{ graph_table(name) }} as
        {{ query }}
    {%- endcall %}
{% endmacro %}

{% macro graph_drop(names) %}
    {% for name in names %}
        {% call statement('drop', auto_begin=false) -%}
            drop table if exists {{ graph_table(name) }}
        {%- endcall %}
    {% endfor %}
{% endmacro %}

{% macro graph_count(name, condition='1 = 1') %}
    {%- set result = run_query(
        'select count(*) from ' ~ graph_table(name) ~ ' where ' ~ condition
    ) -%}
    {{ return(result.columns[0].values()[0] | int) }}
{% endmacro %}


{#- The graph in numbers, which are joined and grouped at a fraction of the cost of keys:
    `input`, the model's rows with an edge_id, and `nodes` (node_key, node_id), numbered
    from 1 in the order of the keys. Packing two numbers into a bigint sets their limit. -#}
{% macro graph_input(query) %}
    {% call graph_step('input') %}
        select *, {{ graph_row_id() }} as edge_id from ({{ query }}) as edges
    {% endcall %}
    {% call graph_step('nodes') %}
        select node_key, cast(row_number() over (order by node_key) as bigint) as node_id
        from (
            select left_key as node_key from {{ graph_table('input') }}
            union
            select right_key as node_key from {{ graph_table('input') }}
        ) as keys
        where node_key is not null
    {% endcall %}
    {%- set size = [graph_count('nodes'), graph_count('input')] | max -%}
    {% if size >= 2147483647 %}
        {{ exceptions.raise_compiler_error(
            this ~ ': ' ~ size ~ ' nodes or edges; up to 2147483646 can be joined'
        ) }}
    {% endif %}
{% endmacro %}


{#- A number for each row, unique and nothing more. -#}
{% macro graph_row_id() -%}
    {{ return(adapter.dispatch('graph_row_id', 'onepool')()) }}
{%- endmacro %}

{% macro duckdb__graph_row_id() -%}
    {{ return('row_number() over ()') }}
{%- endmacro %}

{% macro spark__graph_row_id() -%}
    {{ return('monotonically_increasing_id()') }}
{%- endmacro %}


{% macro graph_did_not_converge(open, most_rounds) %}
    {{ exceptions.raise_compiler_error(
        this ~ ': ' ~ open ~ ' edges still join components after ' ~ most_rounds
        ~ ' rounds; nothing was written'
    ) }}
{% endmacro %}


{#- Builds the target from the query that is the body of the call. -#}
{% macro graph_result() %}
    {%- set query = caller() -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none -%}{% do adapter.drop_relation(existing) %}{%- endif -%}
    {% call statement('main') -%}
        create table {{ this.incorporate(type='table') }} as {{ query }}
    {%- endcall %}
{% endmacro %}
