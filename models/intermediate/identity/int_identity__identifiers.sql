-- Identifiers of accounts as (type, scope, value hash). Grain: account, identifier.
{{ config(materialized='table') }}

with

accounts as (
    select * from {{ ref('int_identity__accounts') }}
),

listed as (
    {%- for type in [
        'loyalty_no', 'unionid', 'phone', 'email', 'device_id', 'openid'
    ] %}
    select
        account_key,
        channel_code,
        first_seen_at,
        '{{ type }}' as identifier_type,
        {{ type }}_hash as identifier_hash
    from accounts
    where {{ type }}_hash is not null
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
)

select
    listed.account_key,
    listed.first_seen_at,
    listed.identifier_type,
    case
        when types.scope = 'channel' then listed.channel_code
        else types.scope
    end as identifier_scope,
    listed.identifier_hash,
    types.tier,
    types.most_accounts
from listed
inner join {{ ref('identifier_types') }} as types
    on listed.identifier_type = types.identifier_type
where types.is_used
