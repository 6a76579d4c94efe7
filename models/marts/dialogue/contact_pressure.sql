-- How often a member was contacted. Grain: member with a contact that arrived, within
-- dialogue_history_days. The window is the last contact_window_days days up to as_of.
{% set window_start = first_of_days(var('contact_window_days')) -%}
with

contacts as (
    select
        member_id,
        contact_key,
        contacted_at,
        contacted_on,
        place_in_window,
        is_quiet,
        is_responded,
        is_opted_out
    from {{ ref('dialogue_contacts') }}
    where
        is_delivered
        and contacted_on >= {{ first_of_days(var('dialogue_history_days')) }}
),

-- Who is at the cap got the contact that reached it within the window.
recent as (
    select
        member_id,
        contacted_on,
        row_number() over (
            partition by member_id order by contacted_at desc, contact_key desc
        ) as place_from_last
    from contacts
    where contacted_on >= {{ window_start }}
),

counted as (
    select
        member_id,
        count(*) as contacts,
        sum(case when contacted_on >= {{ window_start }} then 1 else 0 end)
            as window_contacts,
        max(place_in_window) as most_in_a_window,
        sum(case when place_in_window > {{ var('contact_cap') }} then 1 else 0 end)
            as contacts_over_cap,
        sum(case when is_quiet then 1 else 0 end) as quiet_contacts,
        sum(case when is_responded then 1 else 0 end) as responses,
        max(case when is_opted_out then contacted_on end) as last_opt_out_on,
        max(contacted_on) as last_contact_on
    from contacts
    group by member_id
)

select
    counted.member_id,
    cast(counted.contacts as bigint) as contacts,
    cast(counted.window_contacts as bigint) as window_contacts,
    cast(counted.most_in_a_window as bigint) as most_in_a_window,
    cast(counted.contacts_over_cap as bigint) as contacts_over_cap,
    cast(counted.quiet_contacts as bigint) as quiet_contacts,
    cast(counted.responses as bigint) as responses,
    counted.window_contacts >= {{ var('contact_cap') }} as is_at_cap,
    {{ add_days('recent.contacted_on', var('contact_window_days')) }} as free_from,
    counted.last_contact_on,
    counted.last_opt_out_on
from counted
inner join {{ ref('dim_members') }} as members
    on counted.member_id = members.member_id and not members.is_erased
left join recent
    on
        counted.member_id = recent.member_id
        and recent.place_from_last = {{ var('contact_cap') }}
