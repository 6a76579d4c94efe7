-- What each registered account of a living member says of its person, without values
-- that nobody has; hashes of names and addresses. Grain: registered account. A view,
-- for it is read when candidates are proposed and not in builds.
{{ config(materialized='view') }}

select
    profiles.account_key,
    members.member_id,
    profiles.name_hash,
    profiles.name_kind,
    profiles.gender,
    profiles.birthday,
    profiles.region,
    profiles.address_hash
from {{ ref('int_identity__profiles') }} as profiles
inner join {{ ref('bridge_member_accounts') }} as members
    on profiles.account_key = members.account_key and members.is_current
