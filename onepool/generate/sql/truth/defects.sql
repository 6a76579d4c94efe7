with delivered_accounts as (
    select
        accounts.*,
        case
            when not is_native then 'standard'
            when channel_code = 'paper_card' then 'crm'
            else channel_code
        end as source,
        case
            when channel_code = 'paper_card' then 'paper_cards'
            when channel_code = 'wecom' then 'contacts'
            when channel_code = 'mini_program' then 'users'
            when is_native then 'members'
            else 'accounts'
        end as entity,
        cuts.extract_date,
    from accounts
    inner join cuts
        on accounts.registered_s >= cuts.prev_s
        and accounts.registered_s < cuts.cut_s
),

identity_dirt as (
    select
        case
            when phone_kind = 'staff' then 'staff_phone'
            when phone_kind = 'relative' then 'shared_phone'
            when phone_kind = 'wrong_real' then 'wrong_digit_hits_real_number'
            when phone_kind = 'wrong' then 'wrong_digit'
            when phone_kind = 'bad' then 'bad_phone'
            else 'masked_id'
        end as kind,
        source,
        entity,
        channel_code,
        account_id as key,
        case
            when phone_kind in ('own', 'relative') and is_id_masked then 'masked_id'
            else 'phone'
        end as note,
        case phone_kind
            when 'bad' then 'blanked'
            else 'kept'
        end as expected,
        extract_date,
    from delivered_accounts
    where
        (phone_kind <> 'own' and phone is not null)
        or (is_id_masked and true_unionid is not null)
),

-- A wrong name, birthday or gender is kept: no rule can see that it is wrong.
wrong_profiles as (
    select
        'wrong_name' as kind,
        source,
        entity,
        channel_code,
        account_id as key,
        'name' as note,
        'kept' as expected,
        extract_date,
    from delivered_accounts
    where is_name_wrong
    union all
    select
        'wrong_birthday' as kind,
        source,
        entity,
        channel_code,
        account_id as key,
        'birthday' as note,
        'kept' as expected,
        extract_date,
    from delivered_accounts
    where is_birthday_wrong
    union all
    select
        'wrong_gender' as kind,
        source,
        entity,
        channel_code,
        account_id as key,
        'gender' as note,
        'kept' as expected,
        extract_date,
    from delivered_accounts
    where is_gender_wrong
)

select
    kind,
    source,
    entity,
    channel_code,
    file,
    key,
    note,
    expected,
from planted

union all

select
    kind,
    source,
    entity,
    channel_code,
    case when source = 'standard' then 'standard/' || channel_code else source end
    || '/' || entity || '/extract_date=' || extract_date::varchar,
    key,
    note,
    expected,
from (
    from identity_dirt
    union all by name
    from wrong_profiles
)

union all

select
    'late_row',
    case
        when channel_code in ('tmall', 'jd', 'pos', 'mini_program') then channel_code
        else 'standard'
    end,
    'orders',
    channel_code,
    null,
    order_id,
    'first delivered one extract late',
    'kept',
from orders
where is_late
order by all
