{#- Materializes a model of edges as its minimum spanning forest, by Boruvka's rounds: each
    component takes its first edge in the given order, chosen edges join components,
    pointer jumping finds the roots. Rounds grow with log2 of the largest component, so
    a chain of any length is joined, and there is no recursion. Every step is committed:
    DuckDB takes a table of an open transaction to be empty, and plans cross joins.

    The model must give left_key, right_key and the columns of config `edge_order`. The
    table holds the chosen edges with component_key, the smallest key of the component.
    A component of n nodes has n - 1 rows: the earliest edges that connect it, which is
    why they also date every merge and explain every membership. -#}
{% materialization spanning_forest, default %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set work = {'prefix': this.identifier ~ '__work_'} -%}
    {{ run_hooks(pre_hooks) }}

    {% do forest_step(work, 'input', sql) %}
    {% do forest_step(work, 'nodes',
        'select node_key, row_number() over (order by node_key) as node_id from ('
        ~ 'select left_key as node_key from ' ~ forest_table(work, 'input')
        ~ ' union select right_key as node_key from ' ~ forest_table(work, 'input')
        ~ ') as keys') %}
    {% do forest_step(work, 'ranked',
        'select *, row_number() over (order by ' ~ config.require('edge_order') | join(', ')
        ~ ', left_key, right_key) as edge_rank from ' ~ forest_table(work, 'input')
        ~ ' where left_key <> right_key') %}
    {% do forest_step(work, 'edges_0',
        'select r.edge_rank, l.node_id as u, n.node_id as v from '
        ~ forest_table(work, 'ranked') ~ ' as r inner join ' ~ forest_table(work, 'nodes')
        ~ ' as l on r.left_key = l.node_key inner join ' ~ forest_table(work, 'nodes')
        ~ ' as n on r.right_key = n.node_key') %}
    {% do forest_step(work, 'labels_0',
        'select node_id, node_id as label from ' ~ forest_table(work, 'nodes')) %}
    {% do forest_step(work, 'chosen_0',
        'select edge_rank from ' ~ forest_table(work, 'ranked') ~ ' where 1 = 0') %}

    {% set rounds = namespace(done=0, open=forest_count(work, 'edges_0')) %}
    {% for round in range(1, 65) if rounds.open > 0 %}
        {% do forest_round(work, round) %}
        {% set rounds.done = round %}
        {% set rounds.open = forest_count(work, 'edges_' ~ round) %}
    {% endfor %}
    {% if rounds.open > 0 %}
        {{ exceptions.raise_compiler_error(
            'spanning_forest: ' ~ rounds.open ~ ' edges still join components after 64 '
            ~ 'rounds in ' ~ this
        ) }}
    {% endif %}
    {{ log('spanning_forest ' ~ this.identifier ~ ': ' ~ rounds.done ~ ' rounds', info=false) }}

    {%- set existing = load_cached_relation(target_relation) -%}
    {%- if existing is not none -%}{% do adapter.drop_relation(existing) %}{%- endif -%}
    {% call statement('main') -%}
        create table {{ target_relation }} as
        with first_keys as (
            select labels.label, min(nodes.node_key) as component_key
            from {{ forest_table(work, 'labels_' ~ rounds.done) }} as labels
            inner join {{ forest_table(work, 'nodes') }} as nodes
                on labels.node_id = nodes.node_id
            group by labels.label
        )
        select ranked.*, first_keys.component_key
        from {{ forest_table(work, 'ranked') }} as ranked
        inner join {{ forest_table(work, 'chosen_' ~ rounds.done) }} as chosen
            on ranked.edge_rank = chosen.edge_rank
        inner join {{ forest_table(work, 'nodes') }} as nodes
            on ranked.left_key = nodes.node_key
        inner join {{ forest_table(work, 'labels_' ~ rounds.done) }} as labels
            on nodes.node_id = labels.node_id
        inner join first_keys on labels.label = first_keys.label
    {%- endcall %}

    {% for name in ['input', 'nodes', 'ranked'] %}{% do forest_drop(work, name) %}{% endfor %}
    {% for name in ['edges_', 'labels_', 'chosen_'] %}
        {% do forest_drop(work, name ~ rounds.done) %}
    {% endfor %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() if target.type == 'duckdb' %}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{#- One round: choose, hook, jump until flat, relabel. -#}
{% macro forest_round(work, round) %}
    {%- set edges = forest_table(work, 'edges_' ~ (round - 1)) -%}
    {% do forest_step(work, 'best',
        'select c, min(edge_rank) as edge_rank from (select u as c, edge_rank from ' ~ edges
        ~ ' union all select v as c, edge_rank from ' ~ edges ~ ') as ends group by c') %}
    {% do forest_step(work, 'chosen_' ~ round,
        'select edge_rank from ' ~ forest_table(work, 'chosen_' ~ (round - 1))
        ~ ' union all select distinct edge_rank from ' ~ forest_table(work, 'best')) %}
    {#- Two components that chose the same edge would point at each other: the smaller
        becomes a root. -#}
    {% do forest_step(work, 'parents_0',
        'select b.c, case when other.edge_rank = b.edge_rank and b.c < other.c then b.c '
        ~ 'else other.c end as p from ' ~ forest_table(work, 'best') ~ ' as b inner join '
        ~ edges ~ ' as e on b.edge_rank = e.edge_rank inner join ' ~ forest_table(work, 'best')
        ~ ' as other on other.c = case when e.u = b.c then e.v else e.u end') %}
    {% set jumps = namespace(done=0, moved=1) %}
    {% for jump in range(1, 65) if jumps.moved > 0 %}
        {%- set parents = forest_table(work, 'parents_' ~ (jump - 1)) -%}
        {% do forest_step(work, 'parents_' ~ jump,
            'select a.c, b.p, case when a.p <> b.p then 1 else 0 end as moved from '
            ~ parents ~ ' as a inner join ' ~ parents ~ ' as b on a.p = b.c') %}
        {% do forest_drop(work, 'parents_' ~ (jump - 1)) %}
        {% set jumps.done = jump %}
        {% set jumps.moved = forest_count(work, 'parents_' ~ jump, 'moved = 1') %}
    {% endfor %}
    {%- set roots = forest_table(work, 'parents_' ~ jumps.done) -%}
    {#- Two steps: an optimizer that sees u <> v beside the joins may start with it, which
        is a pairwise join. -#}
    {% do forest_step(work, 'ends',
        'select e.edge_rank, least(l.p, r.p) as u, greatest(l.p, r.p) as v from ' ~ edges
        ~ ' as e inner join ' ~ roots ~ ' as l on e.u = l.c inner join ' ~ roots
        ~ ' as r on e.v = r.c') %}
    {% do forest_step(work, 'edges_' ~ round,
        'select min(edge_rank) as edge_rank, u, v from ' ~ forest_table(work, 'ends')
        ~ ' where u <> v group by u, v') %}
    {% do forest_step(work, 'labels_' ~ round,
        'select n.node_id, coalesce(p.p, n.label) as label from '
        ~ forest_table(work, 'labels_' ~ (round - 1)) ~ ' as n left join ' ~ roots
        ~ ' as p on n.label = p.c') %}
    {% for name in ['best', 'ends', 'parents_' ~ jumps.done, 'edges_' ~ (round - 1),
        'labels_' ~ (round - 1), 'chosen_' ~ (round - 1)] %}
        {% do forest_drop(work, name) %}
    {% endfor %}
{% endmacro %}


{#- Work tables: temporary ones on DuckDB, tables of the model's schema on Spark. -#}
{% macro forest_table(work, name) -%}
    {{ return(adapter.dispatch('forest_table', 'onepool')(work, name)) }}
{%- endmacro %}

{% macro duckdb__forest_table(work, name) -%}
    {{ return('temp.' ~ work.prefix ~ name) }}
{%- endmacro %}

{% macro spark__forest_table(work, name) -%}
    {{ return(this.schema ~ '.' ~ work.prefix ~ name) }}
{%- endmacro %}

{% macro forest_step(work, name, query) %}
    {% do forest_drop(work, name) %}
    {% call statement(name, auto_begin=false) -%}
        create {{ 'temporary' if target.type == 'duckdb' }} table
        {{ forest_table(work, name) }} as {{ query }}
    {%- endcall %}
{% endmacro %}

{% macro forest_drop(work, name) %}
    {% call statement('drop', auto_begin=false) -%}
        drop table if exists {{ forest_table(work, name) }}
    {%- endcall %}
{% endmacro %}

{% macro forest_count(work, name, condition='1 = 1') %}
    {%- set result = run_query(
        'select count(*) from ' ~ forest_table(work, name) ~ ' where ' ~ condition
    ) -%}
    {{ return(result.columns[0].values()[0] | int) }}
{% endmacro %}
