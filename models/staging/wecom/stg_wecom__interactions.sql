-- Grain: the beginning or the end of a relation of an employee with a customer. Whom
-- the employee deleted did not turn away; an end that nobody is named for is the
-- customer's.
with

source as (
    select *
    from {{ ref('base_wecom__contacts') }}
    where _row_status = 'staged'
),

added as (
    select
        *,
        'add_friend' as kind,
        state as qr_id,
        '{"add_way": ' || cast(add_way as {{ dbt.type_string() }}) || '}' as properties,
        createtime as occurred_at
    from source
),

deleted as (
    select
        *,
        case when deleted_by = 'employee' then 'remove_friend' else 'delete_friend' end
            as kind,
        cast(null as {{ dbt.type_string() }}) as qr_id,
        '{"deleted_by": "' || deleted_by || '"}' as properties,
        deletetime as occurred_at
    from source
    where deletetime is not null
),

events as (
    select * from added
    union all
    select * from deleted
),

renamed as (
    select
        -- ids
        'wecom' as channel_code,
        external_userid || '|' || follow_userid || '|'
        || cast({{ epoch_seconds('occurred_at') }} as {{ dbt.type_string() }})
        || '|' || kind as interaction_id,
        external_userid as account_id,
        qr_id,
        follow_userid as employee_id,

        -- strings
        kind,
        properties,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        occurred_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from events
)

{{ conformed('interactions', 'renamed', without=[
    'touchpoint', 'content_id', 'store_id', 'product_id', 'campaign_id',
    'duration_seconds',
]) }}
