{#- Identifiers of the CTE `accounts` (columns of int_identity__accounts) and of the CTE
    `overrides` between them, with what the registry says of each. `only_touched` keeps the
    touched ones. Grain: account, identifier. -#}
{% macro described_identifiers(only_touched=false) -%}
    {%- set touched = ref('int_identity__touched_identifiers') if only_touched -%}
    {%- set columns = [
        'account_key', 'channel_code', 'first_seen_at', 'last_activity_at', 'registered_at'
    ] -%}
select
    listed.account_key,
    listed.channel_code,
    listed.first_seen_at,
    listed.last_activity_at,
    greatest(listed.last_activity_at, listed.registered_at) as last_seen_at,
    listed.identifier_type,
    case
        when types.scope = 'channel' then listed.channel_code
        else types.scope
    end as identifier_scope,
    listed.identifier_hash,
    types.tier,
    types.is_single_valued,
    types.is_corrigible,
    types.most_accounts,
    types.silent_days,
    types.untraced_silent_days,
    types.verified_only,
    coalesce(
        concat(',', types.unverified_channels, ',')
        not like concat('%,', listed.channel_code, ',%'),
        true
    ) as is_verified,
    case types.trust when 'high' then 0 when 'medium' then 1 else 2 end as distrust
from (
    {%- for type in identifier_columns() %}
    select
        {{ columns | join(', ') }},
        '{{ type }}' as identifier_type,
        {{ type }}_hash as identifier_hash
    from accounts
    where
        {{ type }}_hash is not null
        {%- if only_touched %}
        and {{ type }}_hash in (
            select identifier_hash from {{ touched }} where identifier_type = '{{ type }}'
        )
        {%- endif %}
    union all
    {%- endfor %}
    select
        accounts.{{ columns | join(', accounts.') }},
        overrides.kind as identifier_type,
        overrides.override_key as identifier_hash
    from overrides
    inner join accounts on overrides.account_key = accounts.account_key
    where overrides.kind in ('must_link', 'fuzzy_match')
) as listed
inner join {{ ref('identifier_types') }} as types
    on listed.identifier_type = types.identifier_type
    {%- if only_touched %}
inner join {{ touched }} as touched
    on
        listed.identifier_hash = touched.identifier_hash
        and listed.identifier_type = touched.identifier_type
        and case
            when types.scope = 'channel' then listed.channel_code
            else types.scope
        end = touched.identifier_scope
    {%- endif %}
where types.is_used
{%- endmacro %}
