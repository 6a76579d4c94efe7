{#- Scans of semantic models. Each (model, time, kind of aggregation) is read once for all
    its measures, slices and grains by grouping sets. -#}


{#- CTEs of all measures of a plan; gives [{cte, columns}]. Heads are brought to one row a
    slice and entity first, and then counted: no distinct count of its own for each
    measure. `grains`: day, week, month. -#}
{% macro measure_scans(plan, grains) -%}
    {%- set scans = {} -%}
    {%- for name, column in plan.columns.items() if column.kind == 'measure' -%}
        {%- set time = measure_time(column.model, column.measure) -%}
        {%- set entity = counted_entity(column.model, column.measure)
            if column.measure.agg == 'count_distinct' else none -%}
        {%- set cte = [column.model.name, time, entity] | select | join('__') -%}
        {%- do column.update({'cte': cte, 'entity': entity}) -%}
        {%- set scan = scans.setdefault(cte, {
            'cte': cte, 'model': column.model, 'time': time, 'entity': entity,
            'columns': [], 'slices': [], 'by_day': [],
            'grains': grains if measure_grain(column.measure.name) == 'day'
                else [measure_grain(column.measure.name)],
        }) -%}
        {%- do scan.columns.append(name) -%}
        {%- do scan.slices.extend(column.slices) -%}
        {%- do scan.by_day.append(column.by_day) -%}
    {%- endfor -%}
    {{ return(scans.values() | list) }}
{%- endmacro %}


{% macro scan_sql(scan, plan) -%}
    {%- set slices = scan.slices | unique | sort | list -%}
    {%- set grains = (scan.grains + ['day']) | unique | list if true in scan.by_day
        else scan.grains -%}
    {%- set rows -%}
        {{ source_rows(scan, plan, slices, grains) }}
    {%- endset -%}
    {%- if scan.entity -%}
        {%- set single = single_row_slices(scan, slices) if grains == ['day'] else [] %}
{{ scan.cte }}__each as (
    {{ grouped_rows(
        rows, slices | reject('in', single) | list, grains, ['entity_key'],
        each_aggregates(scan),
    ) }}
    having {{ computed_once() }}
    {%- for slice in single %}
    union all
    select
        'day' as grain,
        on_day as on_date,
        '{{ slice }}' as slice_dimension,
        slice_{{ slice }} as slice_value,
        entity_key,
        {%- for name in scan.columns %}
        case when {{ name }} is not null then 1 end as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        {{ source_rows(scan, plan, [slice], grains) }}
    ) as single_rows
    {%- endfor %}
),

{{ scan.cte }} as (
    select
        grain,
        on_date,
        slice_dimension,
        slice_value,
        {%- for name in scan.columns %}
        {{ counted('count(' ~ name ~ ')', plan.columns[name]) }} as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ scan.cte }}__each
    group by grain, on_date, slice_dimension, slice_value
    having {{ computed_once() }}
),
    {%- else -%}
{{ scan.cte }} as (
    {{ grouped_rows(rows, slices, grains, [], plain_aggregates(scan, plan, grains)) }}
    having {{ computed_once() }}
),
    {%- endif -%}
{%- endmacro %}


{#- Slices in which an entity has one row a day already, so that nothing need be grouped:
    config.meta.grain of the model names the columns that tell its rows apart. -#}
{% macro single_row_slices(scan, slices) -%}
    {%- set found = [] -%}
    {%- for slice in slices if scan.model.config.meta.grain -%}
        {%- set path = path_of(scan.model, scan.model.config.meta.slices[slice]) -%}
        {%- set told = [scan.time, scan.entity, path.expr if not path.entity] -%}
        {%- if scan.model.config.meta.grain | reject('in', told) | list | length == 0 -%}
            {%- do found.append(slice) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}


{#- Rows of a semantic model as measures, slices and periods, before they are grouped. -#}
{% macro source_rows(scan, plan, slices, grains) -%}
    {%- set paths = {} -%}
    {%- for slice in slices -%}
        {%- do paths.update({slice: path_of(scan.model, scan.model.config.meta.slices[slice])}) -%}
    {%- endfor -%}
    {%- set joins = paths.values() | selectattr('entity', 'defined')
        | map(attribute='entity') | unique | list -%}
        select
            {%- for grain in grains %}
            facts.on_{{ grain }},
            {%- endfor %}
            {%- for slice, path in paths.items() %}
            {{ slice_text((path.entity ~ '.' if path.entity else 'facts.') ~ 'slice_' ~ slice) }}
                as slice_{{ slice }},
            {%- endfor %}
            {%- for grain in grains if grain != 'day' and has_stock(scan, plan) %}
            facts.is_last_of_{{ grain }},
            {%- endfor %}
            {%- if scan.entity %}
            facts.entity_key,
            {%- endif %}
            {%- for name in scan.columns %}
            facts.{{ name }}{{ "," if not loop.last }}
            {%- endfor %}
        from (
            select
                {%- for grain in grains %}
                {{ period_start(scan.time, grain) }} as on_{{ grain }},
                {%- endfor %}
                {%- for slice, path in paths.items() if not path.entity %}
                {{ path.expr }} as slice_{{ slice }},
                {%- endfor %}
                {%- for entity in joins %}
                {{ (paths.values() | selectattr('entity', 'defined')
                    | selectattr('entity', 'equalto', entity) | first).key }} as key_{{ entity }},
                {%- endfor %}
                {%- for grain in grains if grain != 'day' and has_stock(scan, plan) %}
                {{ scan.time }} = max({{ scan.time }}) over (
                    partition by {{ period_start(scan.time, grain) }}
                ) as is_last_of_{{ grain }},
                {%- endfor %}
                {%- if scan.entity %}
                {{ scan.entity }} as entity_key,
                {%- endif %}
                {%- for name in scan.columns %}
                {{ measure_sql(plan.columns[name]) }} as {{ name }}{{ "," if not loop.last }}
                {%- endfor %}
            from {{ scan.model.node_relation.relation_name }}
            where {{ scan.time }} <= {{ as_of_date() }}
        ) as facts
        {%- for entity in joins %}
        {%- set own = [] %}
        {%- for slice, path in paths.items() if path.entity == entity %}
            {%- do own.append((slice, path)) %}
        {%- endfor %}
        left join (
            select
                {{ own[0][1].relation_key }} as key_{{ entity }},
                {%- for slice, path in own %}
                {{ path.expr }} as slice_{{ slice }}{{ "," if not loop.last }}
                {%- endfor %}
            from {{ own[0][1].relation }}
        ) as {{ entity }} on facts.key_{{ entity }} = {{ entity }}.key_{{ entity }}
        {%- endfor %}
{%- endmacro %}


{% macro slice_text(column) -%}
    coalesce(cast({{ column }} as {{ dbt.type_string() }}), 'unknown')
{%- endmacro %}


{#- A measure of one row, null where its filter leaves the row out. -#}
{% macro measure_sql(column) -%}
    {%- set measure = column.measure -%}
    {%- set sql = measure.expr or measure.name -%}
    {%- if measure.agg == 'sum_boolean' -%}
        {%- set sql = 'case when ' ~ sql ~ ' then 1 else 0 end' -%}
    {%- endif -%}
    {%- if column.where -%}
        {%- set sql = 'case when ' ~ column.where ~ ' then ' ~ sql ~ ' end' -%}
    {%- endif -%}
    {{ return(sql) }}
{%- endmacro %}


{#- A count of nothing is null where a filter has left no row, and zero where rows are. -#}
{% macro counted(sql, column) -%}
    {{ return('nullif(' ~ sql ~ ', 0)' if column.where else sql) }}
{%- endmacro %}


{#- Whether a measure counts an entity, as a mark: its key, which is there already, once
    for each measure takes several times the memory. -#}
{% macro each_aggregates(scan) -%}
    {%- set aggregates = {} -%}
    {%- for name in scan.columns -%}
        {%- do aggregates.update({name: 'max(case when ' ~ name ~ ' is not null then 1 end)'}) -%}
    {%- endfor -%}
    {{ return(aggregates) }}
{%- endmacro %}


{% macro plain_aggregates(scan, plan, grains) -%}
    {%- set aggregates = {} -%}
    {%- for name in scan.columns -%}
        {%- set measure = plan.columns[name].measure -%}
        {%- set agg = measure.agg -%}
        {%- set sql = {
            'sum': 'sum(' ~ name ~ ')', 'sum_boolean': 'sum(' ~ name ~ ')',
            'count': counted('count(' ~ name ~ ')', plan.columns[name]), 'min': 'min(' ~ name ~ ')',
            'max': 'max(' ~ name ~ ')', 'average': 'avg(' ~ name ~ ')',
            'count_distinct': counted('count(distinct ' ~ name ~ ')', plan.columns[name]),
        }.get(agg) -%}
        {%- if not sql -%}
            {{ exceptions.raise_compiler_error(
                "Measure " ~ name ~ ": aggregation '" ~ agg ~ "' is not compiled to kpi_daily;"
                ~ " see plain_aggregates in macros/caliber/measures.sql."
            ) }}
        {%- endif -%}
        {%- if measure.non_additive_dimension and grains != ['day'] -%}
            {%- set sql = stock_aggregate(name, grains) -%}
        {%- endif -%}
        {%- do aggregates.update({name: sql}) -%}
    {%- endfor -%}
    {{ return(aggregates) }}
{%- endmacro %}


{#- A stock of a period is that of its last day with rows. -#}
{% macro stock_aggregate(name, grains) -%}
    case
        {%- for grain in grains %}
        when grouping(on_{{ grain }}) = 0
            then sum({{ name if grain == 'day' else 'case when is_last_of_' ~ grain ~ ' then ' ~ name ~ ' end' }})
        {%- endfor %}
    end
{%- endmacro %}


{% macro has_stock(scan, plan) -%}
    {%- for name in scan.columns if plan.columns[name].measure.non_additive_dimension -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}
