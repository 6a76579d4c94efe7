-- Each cell of the 5 x 5 map of recency band and value band has exactly one segment.
with

bands as (
    {% for band in range(1, 6) -%}
    select {{ band }} as band
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    recency.band as recency_band,
    amount.band as value_band,
    count(segments.segment_code) as segments_of_cell
from bands as recency
cross join bands as amount
left join {{ ref('rfm_segments') }} as segments
    on
        recency.band between segments.recency_from and segments.recency_to
        and amount.band between segments.value_from and segments.value_to
group by recency.band, amount.band
having count(segments.segment_code) != 1
