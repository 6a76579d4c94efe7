-- Who buys more often and who spends more than a month before, by the stage at the
-- opening. Grain: month, lifecycle stage. A member's orders are up when the window
-- holds more of them than a month before, its spending when the net amount of the
-- window grew by mover_min_share or more; who had no order in it is no mover.
{% set moves = ['frequency_up', 'frequency_down', 'spend_up', 'spend_down'] -%}
with

judged as (
    select
        month,
        previous_lifecycle_stage as lifecycle_stage,
        {%- for move in moves %}
        {{ is_mover(move) }} as is_{{ move }},
        {%- endfor %}
        window_net_amount - previous_window_net_amount as change_amount
    from {{ ref('member_states') }}
    where {{ may_move() }}
)

select
    month,
    lifecycle_stage,
    count(*) as members,
    {%- for move in moves %}
    cast(sum(case when is_{{ move }} then 1 else 0 end) as bigint)
        as {{ move }}_members,
    {%- endfor %}
    avg(case when is_frequency_up then 1e0 else 0e0 end) as frequency_up_rate,
    avg(case when is_spend_up then 1e0 else 0e0 end) as spend_up_rate,
    cast(sum(case when is_spend_up then change_amount else 0 end) as decimal(18, 2))
        as spend_up_amount,
    cast(sum(change_amount) as decimal(18, 2)) as change_amount
from judged
group by month, lifecycle_stage
