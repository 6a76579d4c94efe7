-- Labels that people and models outside gave, as the dictionary has them, and what is
-- wrong with those that cannot be used. Grain: account, label. Of several that a
-- member has for one exclusive label, those of people go first, then the newest.
with

given as (
    select
        labels.*,
        members.is_erased,
        permissions.may_profile,
        dictionary.label_code is not null as is_known,
        dictionary.is_exclusive,
        dictionary.allowed_values,
        case
            when coalesce(dictionary.value_type, 'text') != 'boolean' then labels.value
            when lower(labels.value) in ('true', 'yes', '1', '是') then 'true'
            when lower(labels.value) in ('false', 'no', '0', '否') then 'false'
        end as said,
        case dictionary.value_type
            when 'number' then try_cast(labels.value as decimal(18, 2)) is not null
            when 'date' then try_cast(labels.value as date) is not null
            else true
        end as is_readable,
        dictionary.expires_after_days
    from {{ ref('fct_manual_labels') }} as labels
    left join {{ ref('label_dictionary') }} as dictionary
        on labels.label_code = dictionary.label_code
    left join {{ ref('dim_members') }} as members
        on labels.member_id = members.member_id
    left join {{ ref('member_permissions') }} as permissions
        on labels.member_id = permissions.member_id
    where not labels.is_deleted
),

dated as (
    select
        *,
        {{ business_date('assigned_at') }} as assigned_on,
        coalesce(
            expires_on,
            {{ add_days(business_date('assigned_at'), 'expires_after_days') }}
        ) as ends_on
    from given
),

judged as (
    select
        *,
        case
            when member_id is null then 'unknown member'
            when not is_known then 'unknown label'
            when
                said is null
                or not is_readable
                or '|' || allowed_values || '|' not like '%|' || said || '|%'
                then 'value not in the dictionary'
            when is_erased then 'erased member'
            when origin = 'model' and not may_profile then 'no profiling consent'
            when assigned_on > {{ as_of_date() }} then 'not yet assigned'
            when ends_on <= {{ as_of_date() }} then 'expired'
        end as unused_reason
    from dated
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                unused_reason, member_id, label_code,
                case when is_exclusive then '' else said end
            order by
                case when origin = 'human' then 0 else 1 end asc,
                assigned_at desc,
                manual_label_key asc
        ) as place
    from judged
)

select
    manual_label_key,
    member_id,
    label_code,
    said as value,
    origin,
    confidence,
    operator,
    assigned_on,
    ends_on as expires_on,
    coalesce(unused_reason, case when place > 1 then 'superseded' end) as unused_reason,
    coalesce(unused_reason in (
        'unknown member', 'unknown label', 'value not in the dictionary'
    ), false) as is_faulty
from ranked
