-- What kpi_daily said of a day when it was first told and each time it said something
-- else, for the company and by channel. A log of the last restatement_days days: rows
-- are only ever added, and a build that is run again adds nothing. Grain: day, metric,
-- slice, report. A build that looks back (as_of before the last one) reports nothing.
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    unique_key=['on_date', 'metric', 'slice_dimension', 'slice_value', 'report_no'],
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
{%- set first_day = add_days(as_of_date(), 1 - var('restatement_days')) %}
{%- set keys = ['on_date', 'metric', 'slice_dimension', 'slice_value'] %}

with

history as (
    {%- if is_incremental() %}
    select
        {{ keys | join(', ') }},
        report_no,
        reported_on,
        value,
        caliber_version,
        build_id
    from {{ this }}
    {%- else %}
    select
        {{ keys | join(', ') }},
        cast(0 as bigint) as report_no,
        on_date as reported_on,
        value,
        caliber_version,
        cast(0 as bigint) as build_id
    from {{ ref('kpi_daily') }}
    where 1 = 0
    {%- endif %}
),

numbered as (
    select
        *,
        max(report_no) over (partition by {{ keys | join(', ') }}) as last_report_no
    from history
    where on_date between {{ first_day }} and {{ as_of_date() }}
),

-- Up to which day metrics had been told, and by which build.
told as (
    select distinct
        metric,
        max(reported_on) over () as told_until,
        max(build_id) over () as told_by_build
    from history
),

-- What is said now beside what was said last.
said as (
    select
        {{ keys | join(', ') }},
        value,
        caliber_version,
        cast(null as double) as value_before,
        cast(null as int) as version_before,
        cast(null as bigint) as known_reports,
        cast(null as bigint) as known_build
    from {{ ref('kpi_daily') }}
    where
        on_date between {{ first_day }} and {{ as_of_date() }}
        and slice_dimension in ('all', 'channel_code')
    union all
    select
        {{ keys | join(', ') }},
        cast(null as double) as value,
        cast(null as int) as caliber_version,
        value as value_before,
        caliber_version as version_before,
        report_no as known_reports,
        build_id as known_build
    from numbered
    where report_no = last_report_no
),

compared as (
    select
        {{ keys | join(', ') }},
        max(value) as value,
        coalesce(max(caliber_version), max(version_before)) as caliber_version,
        max(value_before) as value_before,
        max(known_reports) as known_reports,
        max(known_build) as known_build,
        max(caliber_version) != max(version_before) as is_redefined
    from said
    group by {{ keys | join(', ') }}
),

changed as (
    select
        compared.*,
        told.told_until is not null
        and told.told_until >= compared.on_date as was_told,
        coalesce(compared.known_build, told.told_by_build) as told_by_build
    from compared
    left join told on compared.metric = told.metric
    where
        (compared.known_reports is null and compared.value is not null)
        or (
            compared.known_reports is not null
            and {{ values_differ('compared.value', 'compared.value_before') }}
        )
),

{{ written_days(first_day) }}

select
    changed.on_date,
    changed.metric,
    changed.slice_dimension,
    changed.slice_value,
    coalesce(changed.known_reports, 0) + 1 as report_no,
    {{ as_of_date() }} as reported_on,
    changed.value,
    changed.value_before,
    {{ restatement_reason() }} as reason,
    changed.caliber_version,
    {{ batch_id() }} as build_id
from changed
left join written
    on
        changed.metric = written.metric
        and changed.on_date = written.on_date
{%- if is_incremental() %}
where not exists (select 1 from history where reported_on > {{ as_of_date() }})
{%- endif %}
