with

source as (
    select *
    from {{ ref('base_standard__referrals') }}
    where _row_status = 'staged'
),

renamed as (
    select
        -- ids
        _channel_code as channel_code,
        referral_id,
        inviter_account_id,
        {{ channel_key('inviter_account_id', '_channel_code') }} as inviter_account_key,
        invitee_account_id,
        {{ channel_key('invitee_account_id', '_channel_code') }} as invitee_account_key,

        -- strings
        task,

        -- numbers
        reward_amount,

        -- booleans
        _is_withdrawn as is_deleted,

        -- timestamps
        occurred_at,

        -- technical
        _file_id,
        _row_number,
        _extract_date,
        _batch_id
    from source
)

select * from renamed
