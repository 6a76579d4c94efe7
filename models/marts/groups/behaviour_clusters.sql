-- The cluster of behaviour whose centre a member is nearest to, by the newest fit of
-- `onepool fit-clusters`. Grain: member with a valid order in the window. Of two centres
-- equally near the first by code counts.
with

fits as (
    select
        *,
        dense_rank() over (
            order by
                case when fitted_on <= {{ as_of_date() }} then 0 else 1 end,
                abs({{ days_between('fitted_on', as_of_date()) }})
        ) as place
    from {{ ref('behaviour_centers') }}
),

centers as (
    select
        cluster_code,
        {%- for feature in behaviour_features() %}
        max(case when feature = '{{ feature }}' then mean end) as {{ feature }}_mean,
        max(case when feature = '{{ feature }}' then deviation end)
            as {{ feature }}_deviation,
        max(case when feature = '{{ feature }}' then center end) as {{ feature }}_center
        {{- "," if not loop.last }}
        {%- endfor %}
    from fits
    where place = 1
    group by cluster_code
),

distances as (
    select
        members.member_id,
        centers.cluster_code,
        round(
            {%- for feature in behaviour_features() %}
            {{ "+ " if not loop.first }}power(
                (ln(1 + members.{{ feature }}) - centers.{{ feature }}_mean)
                / centers.{{ feature }}_deviation - centers.{{ feature }}_center,
                2
            )
            {%- endfor %},
            9
        ) as distance
    from {{ ref('member_behaviours') }} as members
    cross join centers
),

nearest as (
    select
        *,
        row_number() over (
            partition by member_id order by distance, cluster_code
        ) as place
    from distances
)

select
    member_id,
    cluster_code,
    distance
from nearest
where place = 1
