-- Grain: a customer. The first relation tells who brought the customer; unionid, phone
-- and name are the newest that any relation has, since each employee sees its own.
with

source as (
    select *
    from {{ ref('base_wecom__contacts') }}
    -- A relation that a corrected file took back says nothing of the customer.
    where _row_status = 'staged' and not _is_withdrawn
),

dated as (
    select
        *,
        coalesce(updatetime, createtime) as changed_at,
        {{ name_kind('name') }} as name_kind,
        {{ name_mask('name') }} as name_mask,
        {{ name_fault('name') }} as name_fault,
        {{ phone_mask('remark_mobiles') }} as phone_mask,
        {{ fault_of('remark_mobiles') }} as phone_fault
    from source
),

ranked as (
    select
        *,
        row_number() over (
            partition by external_userid
            order by createtime, follow_userid
        ) as relation_rank,
        row_number() over (
            partition by external_userid
            order by
                case when unionid_hash is null then 1 else 0 end asc,
                changed_at desc, createtime desc, follow_userid asc
        ) as unionid_rank,
        row_number() over (
            partition by external_userid
            order by
                case when remark_mobiles_hash is null then 1 else 0 end asc,
                changed_at desc, createtime desc, follow_userid asc
        ) as phone_rank,
        row_number() over (
            partition by external_userid
            order by
                case when name_hash is null then 1 else 0 end asc,
                changed_at desc, createtime desc, follow_userid asc
        ) as name_rank
    from dated
),

renamed as (
    select
        -- ids
        'wecom' as channel_code,
        external_userid as account_id,
        max(case when relation_rank = 1 then state end) as acquired_qr_id,
        max(case when relation_rank = 1 then follow_userid end) as acquired_employee_id,

        -- strings
        max(case when name_rank = 1 then name_hash end) as name_hash,
        max(case when phone_rank = 1 then remark_mobiles_hash end) as phone_hash,
        max(case when unionid_rank = 1 then unionid_hash end) as unionid_hash,
        max(gender) as gender,
        max(case when name_rank = 1 then name_kind end) as name_kind,
        max(case when name_rank = 1 then name_mask end) as name_mask,
        max(case when name_rank = 1 then name_fault end) as name_fault,
        max(case when phone_rank = 1 then phone_mask end) as phone_mask,
        max(case when phone_rank = 1 then phone_fault end) as phone_fault,

        -- booleans
        false as is_deleted,

        -- timestamps
        min(createtime) as registered_at,
        max(changed_at) as updated_at,

        -- technical
        max(case when relation_rank = 1 then _file_id end) as _file_id,
        max(case when relation_rank = 1 then _row_number end) as _row_number,
        max(_extract_date) as _extract_date,
        max(_batch_id) as _batch_id
    from ranked
    group by external_userid
)

{{ conformed('accounts', 'renamed', without=[
    'email_hash', 'loyalty_no_hash', 'openid_hash', 'device_id_hash', 'birthday',
    'province', 'city', 'address_hash', 'email_mask', 'email_fault', 'birthday_fault',
    'acquired_store_id', 'referrer_account_key',
]) }}
