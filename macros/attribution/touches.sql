{#- CTEs to `touches`: what of fct_touches counts, with its channel, the last second of its
    lookback and the block of time it lies in. -#}
{% macro attribution_touch_ctes() -%}
longest as (
    select max(lookback_days) * 86400 as block_seconds
    from {{ ref('attribution_channels') }}
),

rules as (
    select
        named.source,
        named.met_through,
        named.kind,
        named.attribution_channel,
        channels.lookback_days * 86400 as lookback_seconds
    from {{ ref('attribution_touches') }} as named
    inner join {{ ref('attribution_channels') }} as channels
        on named.attribution_channel = channels.attribution_channel
),

channels as (
    select
        channel_code,
        channel_class
    from {{ ref('dim_channels') }}
),

traced as {{ named_anew() }} (
    select
        touches.touch_key,
        touches.source,
        touches.source_key,
        touches.kind,
        touches.member_id,
        touches.channel_code,
        touches.touchpoint,
        touches.content_key,
        touches.campaign_key,
        touches.strategy_key,
        touches.occurred_at,
        {{ epoch_seconds('touches.occurred_at') }} as seconds,
        case
            when touches.source = 'order' then 'employee'
            when touches.dialogue_channel is not null then touches.dialogue_channel
            when
                touches.employee_key is not null
                and channels.channel_class in ('offline', 'partner')
                then 'employee'
            else channels.channel_class
        end as met_through
    from {{ ref('fct_touches') }} as touches
    left join channels on touches.channel_code = channels.channel_code
    where touches.source != 'send' or touches.kind = 'send'
),

touches as {{ named_anew() }} (
    select
        traced.touch_key,
        traced.source,
        traced.source_key,
        traced.member_id,
        traced.channel_code,
        traced.touchpoint,
        traced.content_key,
        traced.campaign_key,
        traced.strategy_key,
        traced.occurred_at,
        traced.seconds,
        rules.attribution_channel,
        traced.seconds + rules.lookback_seconds as last_second,
        {{ block_of('traced.seconds', 'longest.block_seconds') }} as block
    from traced
    inner join rules
        on
            traced.source = rules.source
            and traced.met_through = rules.met_through
            and traced.kind = rules.kind
    cross join longest
)
{%- endmacro %}
