-- Values of what a person has one of, but writes by hand, that accepted links join, as
-- components: all values of one are the same person's. A link that a cannot_link
-- forbids joins none. Both ends of a link are in one block, so open accounts are
-- enough. Grain: value that an accepted link joins with another.
{{ config(materialized='connected_components') }}

with

accepted as (
    select
        account_key,
        identifier_hash as override_key
    from {{ ref('int_identity__open_identifiers') }}
    where identifier_type in ('must_link', 'fuzzy_match')
),

kept_apart as (
    select distinct override_key
    from {{ ref('int_identity__overrides') }}
    where kind = 'cannot_link'
),

written as (
    select
        account_key,
        kind,
        kind || ':' || value as value_key
    from {{ ref('int_identity__evidence') }}
    where is_corrigible
)

select
    min(written.value_key) as left_key,
    max(written.value_key) as right_key
from accepted
inner join written on accepted.account_key = written.account_key
left join kept_apart on accepted.override_key = kept_apart.override_key
where kept_apart.override_key is null
group by accepted.override_key, written.kind
having min(written.value_key) <> max(written.value_key)
