-- What campaigns are made of, by the month of their first day. Grain: month, in which
-- one begins until as_of. A template is reused when a campaign that began before was
-- made from it. A campaign is O2O when members bought or acted for it, by name or with
-- its coupon, both in places (offline and partner channels) and elsewhere. Audiences
-- that were handed over are no activities.
with

campaigns as (
    select
        campaign_key,
        template,
        coalesce(scope, 'unknown') as scope,
        starts_on,
        min(starts_on) over (partition by template) as template_first_on
    from {{ ref('dim_campaigns') }}
    where starts_on <= {{ as_of_date() }} and coalesce(kind, '') != 'audience'
),

acts as (
    select
        campaign_id as campaign_key,
        channel_code
    from {{ ref('fct_interactions') }}
    where
        not is_deleted
        and campaign_id is not null
        and occurred_on <= {{ as_of_date() }}
        and kind in (select kind from {{ ref('interaction_kinds') }} where is_own)
    union all
    select
        campaign_id as campaign_key,
        channel_code
    from {{ ref('fct_orders') }}
    where is_valid and campaign_id is not null and paid_on <= {{ as_of_date() }}
    union all
    select
        coupons.campaign_key,
        orders.channel_code
    from {{ ref('fct_coupons') }} as coupons
    inner join {{ ref('fct_orders') }} as orders
        on coupons.redeemed_order_key = orders.order_key
    where
        not coupons.is_deleted
        and coupons.campaign_key is not null
        and orders.is_valid
        and orders.paid_on <= {{ as_of_date() }}
),

sides as (
    select
        acts.campaign_key,
        count(
            distinct case
                when channels.channel_class in ('offline', 'partner') then 'place'
                else 'elsewhere'
            end
        ) as sides
    from acts
    inner join {{ ref('dim_channels') }} as channels
        on acts.channel_code = channels.channel_code
    group by acts.campaign_key
),

monthly as (
    select
        {{ month_of('campaigns.starts_on') }} as month,
        count(*) as campaigns,
        count(campaigns.template) as templated_campaigns,
        count(case
            when
                campaigns.template is not null
                and campaigns.starts_on > campaigns.template_first_on
                then 1
        end) as reusing_campaigns,
        count(distinct campaigns.template) as templates,
        count(case when campaigns.scope in ('store', 'stores') then 1 end)
            as store_campaigns,
        {%- for name, scope in [
            ('headquarters', 'headquarters'), ('cross_store', 'stores'),
            ('dealer', 'dealer'), ('unknown_scope', 'unknown')
        ] %}
        count(case when campaigns.scope = '{{ scope }}' then 1 end)
            as {{ name }}_campaigns,
        {%- endfor %}
        count(sides.campaign_key) as campaigns_with_acts,
        count(case when sides.sides = 2 then 1 end) as o2o_campaigns,
        coalesce(sum(results.targeted), 0) as targeted,
        coalesce(sum(results.participants), 0) as participants
    from campaigns
    left join sides on campaigns.campaign_key = sides.campaign_key
    left join {{ ref('campaign_results') }} as results
        on
            campaigns.campaign_key = results.campaign_key
            and results.slice_dimension = 'all'
    group by {{ month_of('campaigns.starts_on') }}
)

select
    month,
    campaigns,
    templates,
    templated_campaigns,
    reusing_campaigns,
    {{ quotient('reusing_campaigns', 'campaigns') }} as reusing_share,
    headquarters_campaigns,
    store_campaigns,
    cross_store_campaigns,
    dealer_campaigns,
    unknown_scope_campaigns,
    {%- for scope in ['headquarters', 'store', 'dealer'] %}
    {{ quotient(scope ~ '_campaigns', 'campaigns') }} as {{ scope }}_share,
    {%- endfor %}
    campaigns_with_acts,
    o2o_campaigns,
    {{ quotient('o2o_campaigns', 'campaigns_with_acts') }} as o2o_share,
    cast(targeted as bigint) as targeted,
    cast(participants as bigint) as participants,
    {{ quotient('participants', 'targeted') }} as participation_rate
from monthly
