-- Each plain value stands where, and only where, its member has the hash of it.
select
    members.member_id,
    contacts.member_id is null as is_missing
from {{ ref('dim_members') }} as members
left join {{ ref('member_contacts') }} as contacts
    on members.member_id = contacts.member_id
where
    (members.name_hash is null) != (contacts.name is null)
    or (members.phone_hash is null) != (contacts.phone is null)
    or (members.email_hash is null) != (contacts.email is null)
    or (members.address_hash is null) != (contacts.address is null)
    or (members.phone_hash != {{ keyed_hash('phone', 'contacts.phone') }})
    or (members.is_erased and contacts.member_id is not null)
