-- The ledger counts every base model of the project.
{% set listed = [] %}
{% for source_name, entity in base_tables() %}
    {% do listed.append('base_' ~ source_name ~ '__' ~ entity) %}
{% endfor %}
{% set missing = [] %}
{% if execute %}
    {% for node in graph.nodes.values() if 'base' in node.tags and node.name not in listed %}
        {% do missing.append(node.name) %}
    {% endfor %}
{% endif %}
select name
from (
    select cast(null as {{ dbt.type_string() }}) as name
    {% for name in missing %}union all select '{{ name }}' as name{% endfor %}
) as names
where name is not null
