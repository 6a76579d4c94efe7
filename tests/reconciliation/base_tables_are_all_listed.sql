-- The ledger counts every base model of the project.
{% for name in unlisted_base_models() %}
select '{{ name }}' as name
union all
{% endfor %}
select name
from (select cast(null as {{ dbt.type_string() }}) as name) as nothing
where name is not null
