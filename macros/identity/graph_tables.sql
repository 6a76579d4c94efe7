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
    from 1, `in_order` of the keys or in any, which spares sorting them. Packing two
    numbers into a bigint sets their limit. -#}
{% macro graph_input(query, in_order=true) %}
    {% call graph_step('input') %}
        select *, {{ graph_row_id() }} as edge_id from ({{ query }}) as edges
    {% endcall %}
    {% call graph_step('nodes') %}
        select
            node_key,
            cast({{ 'row_number() over (order by node_key)' if in_order else graph_node_id() }}
            as bigint) as node_id
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

{#- A number for each node from 1 on, without gaps and in any order. -#}
{% macro graph_node_id() -%}
    {{ return(adapter.dispatch('graph_node_id', 'onepool')()) }}
{%- endmacro %}

{% macro duckdb__graph_node_id() -%}
    {{ return('row_number() over ()') }}
{%- endmacro %}

{% macro spark__graph_node_id() -%}
    {{ return('row_number() over (order by node_key)') }}
{%- endmacro %}

{% macro duckdb__graph_row_id() -%}
    {{ return('row_number() over ()') }}
{%- endmacro %}

{% macro spark__graph_row_id() -%}
    {{ return('monotonically_increasing_id()') }}
{%- endmacro %}


{#- Follows `parents_0` (c, p), trees whose roots point at themselves, by pointer jumping;
    returns the name of the work table (c, p) in which p is the root. -#}
{% macro graph_roots() %}
    {% set jumps = namespace(done=0, moved=1) %}
    {% for jump in range(1, 65) if jumps.moved > 0 %}
        {%- set parents = graph_table('parents_' ~ (jump - 1)) -%}
        {% call graph_step('parents_' ~ jump) %}
            select a.c, b.p, case when a.p <> b.p then 1 else 0 end as moved
            from {{ parents }} as a
            inner join {{ parents }} as b on a.p = b.c
        {% endcall %}
        {% do graph_drop(['parents_' ~ (jump - 1)]) %}
        {% set jumps.done = jump %}
        {% set jumps.moved = graph_count('parents_' ~ jump, 'moved = 1') %}
    {% endfor %}
    {{ return('parents_' ~ jumps.done) }}
{% endmacro %}


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
