{#- Why accounts of one member id now stand in a component of another: a part of the
    registry's query, which has the CTEs changes, known, kept and claims. Only components
    with moved accounts are looked at. Grain: previous member id, component.

    Where the component could have kept the id but held an older one too, the two were
    merged: by the newest link that leads out of the accounts of that id. Else the piece
    was split off: by an override, or because a link is lost. -#}
{% macro causes_of_moves() %}
    with

    moves as (
        select distinct
            previous_member_id,
            component_key
        from changes
        where change = 'moved'
    ),

    borders as (
        select
            forest.component_key,
            forest.identifier_type,
            forest.known_at,
            lefts.claimed_id as left_id,
            rights.claimed_id as right_id
        from {{ ref('int_identity__forest') }} as forest
        inner join (select distinct component_key from moves) as touched
            on forest.component_key = touched.component_key
        left join known as lefts on forest.left_key = lefts.account_key
        left join known as rights on forest.right_key = rights.account_key
        where coalesce(lefts.claimed_id, '') != coalesce(rights.claimed_id, '')
    ),

    merging as (
        select
            member_id,
            component_key,
            identifier_type,
            row_number() over (
                partition by member_id, component_key
                order by known_at desc, identifier_type
            ) as place
        from (
            select
                left_id as member_id,
                component_key,
                identifier_type,
                known_at
            from borders
            union all
            select
                right_id as member_id,
                component_key,
                identifier_type,
                known_at
            from borders
        ) as ends
        where member_id is not null
    ),

    kept_apart as (
        select distinct
            lefts.claimed_id as member_id
        from {{ ref('identity_overrides') }} as overrides
        inner join known as lefts
            on overrides.channel_code || ':' || overrides.account_id = lefts.account_key
        inner join known as rights
            on
                overrides.other_channel_code || ':' || overrides.other_account_id
                = rights.account_key
                and lefts.claimed_id = rights.claimed_id
        where overrides.kind = 'cannot_link'
    ),

    blocked as (
        select distinct known.claimed_id as member_id
        from {{ ref('identity_overrides') }} as overrides
        inner join {{ ref('int_identity__identifiers') }} as identifiers
            on
                overrides.identifier_type = identifiers.identifier_type
                and overrides.identifier_hash = identifiers.identifier_hash
        inner join known on identifiers.account_key = known.account_key
        where overrides.kind = 'blocked_identifier'
    )

    select
        moves.previous_member_id,
        moves.component_key,
        case
            when claims.place = 1 then coalesce(merging.identifier_type, 'link')
            when kept_apart.member_id is not null then 'cannot_link'
            when blocked.member_id is not null then 'blocked_identifier'
            else 'link_lost'
        end as cause
    from moves
    left join claims
        on
            moves.previous_member_id = claims.claimed_id
            and moves.component_key = claims.component_key
    left join merging
        on
            moves.previous_member_id = merging.member_id
            and moves.component_key = merging.component_key
            and merging.place = 1
    left join kept_apart on moves.previous_member_id = kept_apart.member_id
    left join blocked on moves.previous_member_id = blocked.member_id
{% endmacro %}
