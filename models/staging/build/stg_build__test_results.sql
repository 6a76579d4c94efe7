-- What each test said last in each build. Grain: build, test.
with

results as (
    select * from {{ source('build', 'test_results') }}
),

numbered as (
    select
        *,
        row_number() over (
            partition by build_id, test_id order by recorded_at desc, status asc
        ) as place
    from results
)

select
    build_id,
    test_id,
    test_name,
    kind,
    subject,
    column_name,
    layer,
    folder,
    severity,
    owner,
    status,
    failures,
    seconds,
    recorded_at
from numbered
where place = 1
