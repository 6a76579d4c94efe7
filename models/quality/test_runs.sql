-- What every test said in every build. Grain: build, test. A view, so that it also
-- shows the build that has just ended.
{{ config(materialized='view') }}

select
    build_id,
    test_id,
    test_name,
    kind,
    case severity when 'warn' then 'logical' else 'structural' end as tier,
    severity,
    subject,
    column_name,
    layer,
    case when layer = 'staging' then folder end as source_system,
    coalesce(owner, 'data') as owner,
    status,
    status = 'pass' as is_passed,
    status in ('fail', 'error', 'warn') as is_failed,
    failures,
    seconds,
    recorded_at
from {{ ref('stg_build__test_results') }}
