{#- The links of a tier between the persons of the tiers before. -#}
{% macro links_between_persons(links, previous=none) -%}
    {%- if not previous -%}
    select * from {{ links }}
    {%- else -%}
    select
        coalesce(left_persons.component_key, links.left_key) as left_key,
        coalesce(right_persons.component_key, links.right_key) as right_key,
        links.known_at,
        links.tier,
        links.distrust,
        links.identifier_type,
        links.identifier_scope,
        links.identifier_hash
    from {{ links }} as links
    left join {{ previous }} as left_persons
        on links.left_key = left_persons.account_key
    left join {{ previous }} as right_persons
        on links.right_key = right_persons.account_key
    {%- endif -%}
{%- endmacro %}
