-- Parameters of other data, or of long ago, foretell nothing: run `onepool fit-clv`.
{{ config(severity='warn') }}
with

newest as (
    select
        as_of,
        customers,
        row_number() over (order by as_of desc) as place
    from {{ ref('clv_parameters') }}
    where sample = 'full' and as_of <= {{ as_of_date() }}
),

bought as (
    select count(*) as customers from {{ ref('purchase_summaries') }}
)

select
    newest.as_of,
    newest.customers as fitted_on,
    bought.customers
from bought
left join newest on newest.place = 1
where
    bought.customers > 0
    and (
        newest.as_of is null
        or {{ days_between('newest.as_of', as_of_date()) }} > 92
        or newest.customers not between bought.customers * 0.5 and bought.customers * 2
    )
