with drawn as (
    select
        assignment_no,
        campaign_no,
        strategy_no,
        account_no,
        assigned_s,
        arm,
        control_share
    from assignments
    union all
    select
        assignment_no,
        null as campaign_no,
        strategy_no,
        account_no,
        assigned_s,
        arm,
        control_share
    from holdouts
)

select
    assignment_no as _key,
    assigned_s as _changed_s,
    'headquarters' as _channel,
    campaign_key(campaign_no) as campaign_id,
    'ST' || lpad(strategy_no::varchar, 4, '0') as strategy_id,
    accounts.channel_code || ':' || accounts.account_id as account_id,
    arm,
    wall_text(assigned_s) as assigned_at,
    -- Whom a guide chooses is no draw, and nobody knows how likely it was.
    case
        when control_share = 0 then null
        when arm = 'control' then control_share
        when arm = 'treatment' then 1 - control_share
        else (1 - control_share) / 2
    end::decimal(18, 4) as propensity,
from drawn
inner join accounts using (account_no)
where delivered(assigned_s, assignment_no)
