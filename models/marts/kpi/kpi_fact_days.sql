-- Which builds wrote the facts of a day last: rows that are new or changed, rows that
-- were withdrawn, and rows whose account went to another member. Grain: fact, day.
with

moves as (
    select distinct
        account_key,
        _batch_id
    from {{ ref('fct_account_moves') }}
),

written as (
    {%- for fact, columns in dated_facts().items() %}
    select
        '{{ fact }}' as fact,
        facts.{{ columns[0] }} as on_date,
        facts.is_deleted,
        facts._batch_id,
        moves.account_key is not null as is_moved
    from {{ ref(fact) }} as facts
    left join moves
        on
            {{ 'facts.' ~ columns[1] if columns[1] else "'none'" }} = moves.account_key
            and facts._batch_id = moves._batch_id
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    fact,
    cast(on_date as date) as on_date,
    count(*) as fact_rows,
    max(case when not is_deleted and not is_moved then _batch_id end)
        as last_written_build,
    max(case when is_deleted then _batch_id end) as last_withdrawn_build,
    max(case when is_moved then _batch_id end) as last_moved_build
from written
where cast(on_date as date) <= {{ as_of_date() }}
group by fact, cast(on_date as date)
