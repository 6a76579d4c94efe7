-- Accounts that are new, gone or show something else than when they were last looked
-- at, and those of builds that did not get to the end. None when everything is made
-- anew. Grain: account.
-- depends_on: {{ ref('int_identity__rules') }}
-- depends_on: {{ ref('int_identity__account_prints') }}
{{ config(materialized='table', post_hook="{{ open_all_blocks_when_due() }}") }}

{% if opens_all_blocks() -%}
select account_key from {{ ref('int_identity__account_prints') }}
where 1 = 0
{%- else -%}
select coalesce(prints.account_key, looked_at.account_key) as account_key
from {{ ref('int_identity__account_prints') }} as prints
full outer join {{ kept_table('int_identity__looked_at') }} as looked_at
    on prints.account_key = looked_at.account_key
where
    prints.account_key is null
    or looked_at.account_key is null
    or prints.print <> looked_at.print
{{ left_of_before('account_key') }}
{%- endif %}
