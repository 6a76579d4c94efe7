{#- Materializes a model of edges (left_key, right_key) as the component of every key:
    node_key, component_key, which is the smallest key of the component. A key that meets
    only itself is a component of its own.

    By randomized contraction (Bögeholz, Brand, Todor, arXiv 1802.09478): each node goes
    over to that one of its neighbours and itself that comes first in an order drawn anew
    every round, and the graph of those that were chosen is left. It shrinks by a factor
    in every round whatever its shape, so rounds grow with log2 of the largest component.
    The order is that of (a * id + b) modulo a prime, packed before the id so that one
    minimum gives both; a and b are drawn from the number of the round, so a build can be
    repeated. The result does not hang on them.

    It fails when edges are left after config `most_rounds` rounds. -#}
{% materialization connected_components, default %}
    {%- set most_rounds = config.get('most_rounds', 100) -%}
    {{ run_hooks(pre_hooks) }}
    {% do graph_input(sql, in_order=false) %}
    {% call graph_step('edges_0') %}
        select l.node_id as u, r.node_id as v
        from {{ graph_table('input') }} as e
        inner join {{ graph_table('nodes') }} as l on e.left_key = l.node_key
        inner join {{ graph_table('nodes') }} as r on e.right_key = r.node_key
        where e.left_key <> e.right_key
    {% endcall %}
    {% do graph_drop(['input']) %}

    {% set rounds = namespace(done=0, open=graph_count('edges_0')) %}
    {% for round in range(1, most_rounds + 1) if rounds.open > 0 %}
        {% do contraction_round(round) %}
        {% set rounds.done = round %}
        {% set rounds.open = graph_count('edges_' ~ round) %}
    {% endfor %}
    {% if rounds.open > 0 %}{% do graph_did_not_converge(rounds.open, most_rounds) %}{% endif %}
    {{ log('connected_components ' ~ this.identifier ~ ': ' ~ rounds.done ~ ' rounds') }}

    {#- Who was chosen in the last round labels itself; back from there. -#}
    {% call graph_step('labels_' ~ rounds.done) %}
        select node_id, {{ 'chosen_id' if rounds.done else 'node_id' }} as label
        from {{ graph_table('chosen_' ~ rounds.done if rounds.done else 'nodes') }}
    {% endcall %}
    {% for round in range(rounds.done - 1, 0, -1) %}
        {% call graph_step('labels_' ~ round) %}
            select c.node_id, coalesce(l.label, c.chosen_id) as label
            from {{ graph_table('chosen_' ~ round) }} as c
            left join {{ graph_table('labels_' ~ (round + 1)) }} as l
                on c.chosen_id = l.node_id
        {% endcall %}
        {% do graph_drop(['chosen_' ~ round, 'labels_' ~ (round + 1)]) %}
    {% endfor %}
    {%- set labels = 'labels_' ~ ([rounds.done, 1] | min) -%}
    {% call graph_step('named') %}
        select n.node_key, l.label
        from {{ graph_table('nodes') }} as n
        left join {{ graph_table(labels) }} as l on n.node_id = l.node_id
    {% endcall %}
    {% call graph_step('firsts') %}
        select label, min(node_key) as component_key
        from {{ graph_table('named') }}
        where label is not null
        group by label
    {% endcall %}

    {% call graph_result() %}
        select n.node_key, coalesce(f.component_key, n.node_key) as component_key
        from {{ graph_table('named') }} as n
        left join {{ graph_table('firsts') }} as f on n.label = f.label
    {% endcall %}
    {% do graph_drop(['nodes', 'named', 'firsts', labels, 'edges_' ~ rounds.done]) %}
    {% do graph_drop(['chosen_' ~ rounds.done]) %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() if target.type == 'duckdb' %}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}


{#- One round: every node of an open edge chooses, and the edges of the chosen are left. -#}
{% macro contraction_round(round) %}
    {%- set edges = graph_table('edges_' ~ (round - 1)) -%}
    {%- set chosen = graph_table('chosen_' ~ round) -%}
    {%- set prime = 2147483647 -%}
    {%- set a = (local_md5('a' ~ round)[:8] | int(base=16)) % (prime - 1) + 1 -%}
    {%- set b = (local_md5('b' ~ round)[:8] | int(base=16)) % prime -%}
    {%- set place = '(' ~ a ~ ' * ID + ' ~ b ~ ') % ' ~ prime ~ ' * 2147483648 + ID' -%}
    {% call graph_step('chosen_' ~ round) %}
        select
            node_id,
            least(
                min({{ place | replace('ID', 'near_id') }}),
                {{ place | replace('ID', 'node_id') }}
            ) % 2147483648 as chosen_id
        from (
            select u as node_id, v as near_id from {{ edges }}
            union all
            select v as node_id, u as near_id from {{ edges }}
        ) as ends
        group by node_id
    {% endcall %}
    {#- Two steps: an optimizer that sees u <> v beside the joins may start with it, which
        is a pairwise join. -#}
    {% call graph_step('ends') %}
        select
            least(l.chosen_id, r.chosen_id) as u,
            greatest(l.chosen_id, r.chosen_id) as v
        from {{ edges }} as e
        inner join {{ chosen }} as l on e.u = l.node_id
        inner join {{ chosen }} as r on e.v = r.node_id
    {% endcall %}
    {% call graph_step('edges_' ~ round) %}
        select distinct u, v from {{ graph_table('ends') }} where u <> v
    {% endcall %}
    {% do graph_drop(['ends', 'edges_' ~ (round - 1)]) %}
{% endmacro %}
