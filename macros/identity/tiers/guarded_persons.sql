{#- Materializes which person each account belongs to after a tier: (account_key,
    component_key), for accounts that belong to others. The model gives the links of the
    tier between the persons before it: left_key, right_key and the columns of config
    `edge_order`, the strongest first. Config `merges` names the model of their
    components, `previous` that of the persons before.

    Each identifier was usable by itself, but several in a row can still join two values of
    what one person has one of, or two accounts that must be kept apart. Such a component
    is put together again from its strongest link on, and a link that would join the two
    is left out, so it is cut at the weakest places and nobody else is touched. Links that
    come first at both of their ends are taken at once, which gives the result of taking
    all one by one in order (Kruskal): nothing that comes before them reaches these ends. -#}
{% materialization guarded_persons, default %}
    {%- set merges = ref(config.require('merges')) -%}
    {%- set previous = ref(config.get('previous')) if config.get('previous') else none -%}
    {%- set most_rounds = config.get('most_rounds', 200) -%}
    {{ run_hooks(pre_hooks) }}

    {% call graph_step('values') %}
        select m.node_key, m.component_key, e.kind, e.value
        from {{ merges }} as m
        inner join ({{ evidence_of_persons(previous) }}) as e on m.node_key = e.person_key
        where e.is_binding
    {% endcall %}
    {% call graph_step('torn') %}
        select distinct component_key from (
            select component_key, kind from {{ graph_table('values') }}
            group by component_key, kind
            having min(value) <> max(value)
        ) as kinds
    {% endcall %}
    {% call graph_step('labels_0') %}
        select m.node_key, m.node_key as label
        from {{ merges }} as m
        inner join {{ graph_table('torn') }} as t on m.component_key = t.component_key
    {% endcall %}

    {% set rounds = namespace(done=0, open=0) %}
    {% if graph_count('labels_0') > 0 %}
        {% call graph_step('values_0') %}
            select distinct v.node_key as label, v.kind, v.value
            from {{ graph_table('values') }} as v
            inner join {{ graph_table('torn') }} as t on v.component_key = t.component_key
        {% endcall %}
        {% call graph_step('edges_0') %}
            select
                row_number() over (
                    order by {{ config.require('edge_order') | join(', ') }}, left_key, right_key
                ) as edge_rank,
                least(e.left_key, e.right_key) as u,
                greatest(e.left_key, e.right_key) as v
            from ({{ sql }}) as e
            inner join {{ graph_table('labels_0') }} as n on e.left_key = n.node_key
            where e.left_key <> e.right_key
        {% endcall %}
        {% set rounds.open = graph_count('edges_0') %}
        {% for round in range(1, most_rounds + 1) if rounds.open > 0 %}
            {% do guarded_round(round) %}
            {% set rounds.done = round %}
            {% set rounds.open = graph_count('edges_' ~ round) %}
        {% endfor %}
        {% do graph_drop(['edges_' ~ rounds.done, 'values_' ~ rounds.done]) %}
    {% endif %}
    {% if rounds.open > 0 %}
        {% do exceptions.warn(
            this ~ ': ' ~ rounds.open ~ ' links of components that hold two persons were '
            ~ 'left out undecided after ' ~ most_rounds ~ ' rounds'
        ) %}
    {% endif %}

    {% call graph_step('placed') %}
        select m.node_key, coalesce(l.label, m.component_key) as component_key
        from {{ merges }} as m
        left join {{ graph_table('labels_' ~ rounds.done) }} as l on m.node_key = l.node_key
    {% endcall %}
    {% call graph_result() %}
        {% if previous %}
        select p.account_key, coalesce(m.component_key, p.component_key) as component_key
        from {{ previous }} as p
        left join {{ graph_table('placed') }} as m on p.component_key = m.node_key
        union all
        {% endif %}
        select m.node_key as account_key, m.component_key
        from {{ graph_table('placed') }} as m
        {% if previous %}
        left join {{ previous }} as p on m.node_key = p.account_key
        where p.account_key is null
        {% endif %}
    {% endcall %}
    {% do graph_drop(['values', 'torn', 'placed', 'labels_' ~ rounds.done]) %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() if target.type == 'duckdb' %}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}


{#- One round: drop links between what must stay apart, take those that come first at both
    ends, and see their ends as one. -#}
{% macro guarded_round(round) %}
    {%- set before = round - 1 -%}
    {%- set edges = graph_table('edges_' ~ before) -%}
    {%- set seen = graph_table('values_' ~ before) -%}
    {% call graph_step('clashes') %}
        select distinct e.edge_rank
        from {{ edges }} as e
        inner join {{ seen }} as l on e.u = l.label
        inner join {{ seen }} as r on e.v = r.label and l.kind = r.kind
        where l.value <> r.value
    {% endcall %}
    {% call graph_step('open') %}
        select e.*
        from {{ edges }} as e
        left join {{ graph_table('clashes') }} as c on e.edge_rank = c.edge_rank
        where c.edge_rank is null
    {% endcall %}
    {% call graph_step('best') %}
        select label, min(edge_rank) as edge_rank
        from (
            select u as label, edge_rank from {{ graph_table('open') }}
            union all
            select v as label, edge_rank from {{ graph_table('open') }}
        ) as ends
        group by label
    {% endcall %}
    {% call graph_step('taken') %}
        select o.u, o.v
        from {{ graph_table('open') }} as o
        inner join {{ graph_table('best') }} as l
            on o.u = l.label and o.edge_rank = l.edge_rank
        inner join {{ graph_table('best') }} as r
            on o.v = r.label and o.edge_rank = r.edge_rank
    {% endcall %}
    {% call graph_step('labels_' ~ round) %}
        select n.node_key, coalesce(t.u, n.label) as label
        from {{ graph_table('labels_' ~ before) }} as n
        left join {{ graph_table('taken') }} as t on n.label = t.v
    {% endcall %}
    {% call graph_step('values_' ~ round) %}
        select distinct coalesce(t.u, s.label) as label, s.kind, s.value
        from {{ seen }} as s
        left join {{ graph_table('taken') }} as t on s.label = t.v
    {% endcall %}
    {% call graph_step('ends') %}
        select
            o.edge_rank,
            least(coalesce(l.u, o.u), coalesce(r.u, o.v)) as u,
            greatest(coalesce(l.u, o.u), coalesce(r.u, o.v)) as v
        from {{ graph_table('open') }} as o
        left join {{ graph_table('taken') }} as l on o.u = l.v
        left join {{ graph_table('taken') }} as r on o.v = r.v
    {% endcall %}
    {% call graph_step('edges_' ~ round) %}
        select min(edge_rank) as edge_rank, u, v
        from {{ graph_table('ends') }}
        where u <> v
        group by u, v
    {% endcall %}
    {% do graph_drop([
        'clashes', 'open', 'best', 'taken', 'ends', 'edges_' ~ before,
        'values_' ~ before, 'labels_' ~ before
    ]) %}
{% endmacro %}
