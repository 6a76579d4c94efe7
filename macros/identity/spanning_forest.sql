{#- Materializes a model of edges as its minimum spanning forest, by Boruvka's rounds: each
    component takes its first edge in the given order, chosen edges join components,
    pointer jumping finds the roots. Rounds grow with log2 of the largest component, so
    a chain of any length is joined, and there is no recursion.

    The model must give left_key, right_key and the columns of config `edge_order`. The
    table holds the chosen edges with component_key, the smallest key of the component.
    A component of n nodes has n - 1 rows: the earliest edges that connect it, which is
    why they also date every merge and explain every membership.

    It fails when edges are left after config `most_rounds` rounds. -#}
{% materialization spanning_forest, default %}
    {%- set most_rounds = config.get('most_rounds', 64) -%}
    {{ run_hooks(pre_hooks) }}
    {% do graph_input(sql) %}
    {% do ranked_edges(config.require('edge_order')) %}
    {% call graph_step('labels_0') %}
        select node_id, node_id as label from {{ graph_table('nodes') }}
    {% endcall %}
    {% call graph_step('chosen_0') %}
        select edge_rank from {{ graph_table('ranked') }} where 1 = 0
    {% endcall %}

    {% set rounds = namespace(done=0, open=graph_count('edges_0')) %}
    {% for round in range(1, most_rounds + 1) if rounds.open > 0 %}
        {% do forest_round(round) %}
        {% set rounds.done = round %}
        {% set rounds.open = graph_count('edges_' ~ round) %}
    {% endfor %}
    {% if rounds.open > 0 %}{% do graph_did_not_converge(rounds.open, most_rounds) %}{% endif %}
    {{ log('spanning_forest ' ~ this.identifier ~ ': ' ~ rounds.done ~ ' rounds') }}

    {%- set labels = graph_table('labels_' ~ rounds.done) -%}
    {% call graph_step('placed') %}
        select ranked.edge_id, firsts.first_id
        from {{ graph_table('chosen_' ~ rounds.done) }} as chosen
        inner join {{ graph_table('ranked') }} as ranked
            on chosen.edge_rank = ranked.edge_rank
        inner join {{ labels }} as labels on ranked.u = labels.node_id
        inner join (
            select label, min(node_id) as first_id from {{ labels }} group by label
        ) as firsts on labels.label = firsts.label
    {% endcall %}
    {% call graph_result() %}
        select
            {%- for column in get_columns_in_query(sql) %}
            edges.{{ column }},
            {%- endfor %}
            nodes.node_key as component_key
        from {{ graph_table('placed') }} as placed
        inner join {{ graph_table('input') }} as edges on placed.edge_id = edges.edge_id
        inner join {{ graph_table('nodes') }} as nodes on placed.first_id = nodes.node_id
    {% endcall %}
    {% do graph_drop(['input', 'nodes', 'ranked', 'placed']) %}
    {% for name in ['edges_', 'labels_', 'chosen_'] %}
        {% do graph_drop([name ~ rounds.done]) %}
    {% endfor %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() if target.type == 'duckdb' %}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}


{#- `ranked`: all edges as numbers (edge_id, u, v, edge_rank), smaller node first, ranked in
    the order of the model, ties by keys. `edges_0`: the first of those of each pair. -#}
{% macro ranked_edges(edge_order) %}
    {#- Two steps: sorting beside joins of strings would hold both in memory. -#}
    {% call graph_step('ends') %}
        select
            edges.edge_id,
            l.node_id as left_id,
            r.node_id as right_id,
            edges.{{ edge_order | join(', edges.') }}
        from {{ graph_table('input') }} as edges
        inner join {{ graph_table('nodes') }} as l on edges.left_key = l.node_key
        inner join {{ graph_table('nodes') }} as r on edges.right_key = r.node_key
        where edges.left_key <> edges.right_key
    {% endcall %}
    {% call graph_step('ranked') %}
        select
            edge_id,
            least(left_id, right_id) as u,
            greatest(left_id, right_id) as v,
            cast(row_number() over (
                order by {{ edge_order | join(', ') }}, left_id, right_id
            ) as bigint) as edge_rank
        from {{ graph_table('ends') }}
    {% endcall %}
    {% call graph_step('edges_0') %}
        select u, v, min(edge_rank) as edge_rank
        from {{ graph_table('ranked') }}
        group by u, v
    {% endcall %}
    {% do graph_drop(['ends']) %}
{% endmacro %}


{#- One round: choose, hook, jump until flat, relabel. -#}
{% macro forest_round(round) %}
    {%- set edges = graph_table('edges_' ~ (round - 1)) -%}
    {%- set best = graph_table('best') -%}
    {#- Rank and other end in one number, so that one minimum gives both. -#}
    {% call graph_step('best') %}
        select c, min(edge_rank * 2147483648 + other) as best
        from (
            select u as c, v as other, edge_rank from {{ edges }}
            union all
            select v as c, u as other, edge_rank from {{ edges }}
        ) as ends
        group by c
    {% endcall %}
    {% call graph_step('chosen_' ~ round) %}
        select edge_rank from {{ graph_table('chosen_' ~ (round - 1)) }}
        union all
        select distinct cast((best - best % 2147483648) / 2147483648 as bigint) as edge_rank from {{ best }}
    {% endcall %}
    {#- Two components that chose the same edge would point at each other: the smaller
        becomes a root. -#}
    {% call graph_step('parents_0') %}
        select
            b.c,
            case
                when b.c < other.c and other.best % 2147483648 = b.c then b.c
                else other.c
            end as p
        from {{ best }} as b
        inner join {{ best }} as other on b.best % 2147483648 = other.c
    {% endcall %}
    {% set jumped = graph_roots() %}
    {%- set roots = graph_table(jumped) -%}
    {#- Two steps: an optimizer that sees u <> v beside the joins may start with it, which
        is a pairwise join. -#}
    {% call graph_step('ends') %}
        select e.edge_rank, least(l.p, r.p) as u, greatest(l.p, r.p) as v
        from {{ edges }} as e
        inner join {{ roots }} as l on e.u = l.c
        inner join {{ roots }} as r on e.v = r.c
    {% endcall %}
    {% call graph_step('edges_' ~ round) %}
        select u, v, min(edge_rank) as edge_rank
        from {{ graph_table('ends') }}
        where u <> v
        group by u, v
    {% endcall %}
    {% call graph_step('labels_' ~ round) %}
        select n.node_id, coalesce(p.p, n.label) as label
        from {{ graph_table('labels_' ~ (round - 1)) }} as n
        left join {{ roots }} as p on n.label = p.c
    {% endcall %}
    {% do graph_drop([
        'best', 'ends', jumped, 'edges_' ~ (round - 1),
        'labels_' ~ (round - 1), 'chosen_' ~ (round - 1),
    ]) %}
{% endmacro %}
