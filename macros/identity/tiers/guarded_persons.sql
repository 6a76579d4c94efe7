{#- Materializes which person each account belongs to after a tier: (account_key,
    component_key), for accounts that belong to others. The model gives the links of the
    tier between the persons before it: left_key, right_key and the columns of config
    `edge_order`, the strongest first. Config `merges` names the model of their
    components, `previous` that of the persons before.

    Each identifier was usable by itself, but several in a row can still join two values of
    what one person has one of, or two accounts that must be kept apart. Such a component
    is put together again from its strongest link on, and a link that would join the two
    is left out, so it is cut at the weakest places and nobody else is touched.

    Many links are taken at once, with the result of taking one by one in order (Kruskal).
    When it is the turn of the link that comes first at one end, that end is still what it
    is now. So the link is taken when it comes first at the other end as well, or when the
    other end holds all values of this one: whatever that gains until then, it holds no
    other. A star or chain of any size takes few rounds so. -#}
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
        select component_key, kind from {{ graph_table('values') }}
        group by component_key, kind
        having min(value) <> max(value)
    {% endcall %}
    {% call graph_step('labels_0') %}
        select m.node_key, m.node_key as label
        from {{ merges }} as m
        inner join (select distinct component_key from {{ graph_table('torn') }}) as t
            on m.component_key = t.component_key
    {% endcall %}

    {% set rounds = namespace(done=0, open=0) %}
    {% if graph_count('labels_0') > 0 %}
        {% call graph_step('values_0') %}
            select distinct v.node_key as label, v.kind, v.value
            from {{ graph_table('values') }} as v
            inner join {{ graph_table('torn') }} as t
                on v.component_key = t.component_key and v.kind = t.kind
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


{#- One round: drop links between what must stay apart, take those that are sure, and see
    what they join as one, called after its first part. -#}
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
    {% do guarded_choice(seen) %}
    {% set roots = graph_roots() %}
    {% call graph_step('taken') %}
        select r.c as label, f.first_label
        from {{ graph_table(roots) }} as r
        inner join (
            select p, min(c) as first_label from {{ graph_table(roots) }} group by p
        ) as f on r.p = f.p
    {% endcall %}
    {% call graph_step('labels_' ~ round) %}
        select n.node_key, coalesce(t.first_label, n.label) as label
        from {{ graph_table('labels_' ~ before) }} as n
        left join {{ graph_table('taken') }} as t on n.label = t.label
    {% endcall %}
    {% call graph_step('values_' ~ round) %}
        select distinct coalesce(t.first_label, s.label) as label, s.kind, s.value
        from {{ seen }} as s
        left join {{ graph_table('taken') }} as t on s.label = t.label
    {% endcall %}
    {% call graph_step('ends') %}
        select
            o.edge_rank,
            least(l.first_label, r.first_label) as u,
            greatest(l.first_label, r.first_label) as v
        from {{ graph_table('open') }} as o
        inner join {{ graph_table('taken') }} as l on o.u = l.label
        inner join {{ graph_table('taken') }} as r on o.v = r.label
    {% endcall %}
    {% call graph_step('edges_' ~ round) %}
        select min(edge_rank) as edge_rank, u, v
        from {{ graph_table('ends') }}
        where u <> v
        group by u, v
    {% endcall %}
    {% do graph_drop([
        'clashes', 'open', 'taken', 'ends', roots, 'edges_' ~ before,
        'values_' ~ before, 'labels_' ~ before
    ]) %}
{% endmacro %}


{#- `parents_0`: each end of an open link (c) and where it goes over (p), itself when its
    first link is not sure yet. -#}
{% macro guarded_choice(seen) %}
    {% call graph_step('best') %}
        select label, min(edge_rank) as edge_rank
        from (
            select u as label, edge_rank from {{ graph_table('open') }}
            union all
            select v as label, edge_rank from {{ graph_table('open') }}
        ) as ends
        group by label
    {% endcall %}
    {% call graph_step('firsts') %}
        select
            b.label,
            case when o.u = b.label then o.v else o.u end as other,
            b.edge_rank
        from {{ graph_table('best') }} as b
        inner join {{ graph_table('open') }} as o on b.edge_rank = o.edge_rank
    {% endcall %}
    {% call graph_step('lacking') %}
        select distinct f.label
        from {{ graph_table('firsts') }} as f
        inner join {{ seen }} as l on f.label = l.label
        left join {{ seen }} as r
            on f.other = r.label and l.kind = r.kind and l.value = r.value
        where r.label is null
    {% endcall %}
    {% call graph_step('parents_0') %}
        select
            f.label as c,
            case
                when other.edge_rank = f.edge_rank then least(f.label, f.other)
                when lacking.label is null then f.other
                else f.label
            end as p
        from {{ graph_table('firsts') }} as f
        inner join {{ graph_table('best') }} as other on f.other = other.label
        left join {{ graph_table('lacking') }} as lacking on f.label = lacking.label
    {% endcall %}
    {% do graph_drop(['best', 'firsts', 'lacking']) %}
{% endmacro %}
