{#- What must be computed for the metrics. The plan of kpi_daily and kpi_periodic:
    {columns: {name: what is to be computed}, metrics: [expressions over the columns]}.
    A column is a measure (with its filter), a cumulative metric or the conversions of a
    conversion metric. -#}
{% macro kpi_plan(grains, with_offsets, only=none, only_slices=none) -%}
    {%- set columns = {} -%}
    {%- set metrics = [] -%}
    {%- for metric in metrics_in_order()
        if metric_grain(metric) in grains + ['day'] and (with_offsets or not has_offset(metric))
        and (only is none or metric.name in only) -%}
        {%- set terms = metric_terms(metric, columns, 0) -%}
        {%- set slices = terms.slices -%}
        {%- if 'slices' in metric.config.meta -%}
            {%- set slices = slices | select('in', metric.config.meta.slices) | list -%}
        {%- endif -%}
        {%- if only_slices is not none -%}
            {%- set slices = slices | select('in', only_slices) | list -%}
        {%- endif -%}
        {%- for name in terms.columns -%}
            {%- do columns[name].slices.extend(slices) -%}
            {%- do columns[columns[name].of or name].slices.extend(slices) -%}
        {%- endfor -%}
        {%- do metrics.append({
            'name': metric.name,
            'caliber_version': metric.config.meta.caliber_version,
            'terms': terms,
            'slices': slices,
        }) -%}
    {%- endfor -%}
    {{ return({'columns': columns, 'metrics': metrics}) }}
{%- endmacro %}


{#- The finest period a metric has values for: that of its times. -#}
{% macro metric_grain(metric) -%}
    {%- for name in metric_inputs(metric) if metric_grain(metric_named(name)) != 'day' -%}
        {{ return(metric_grain(metric_named(name))) }}
    {%- endfor -%}
    {%- if metric.type in ('simple', 'cumulative') -%}
        {{ return(measure_grain(metric.type_params.measure.name)) }}
    {%- endif -%}
    {{ return('day') }}
{%- endmacro %}


{% macro has_offset(metric) -%}
    {%- if metric.type == 'derived' -%}
        {%- for input in metric.type_params.metrics if input.offset_window -%}
            {{ return(true) }}
        {%- endfor -%}
    {%- endif -%}
    {%- for name in metric_inputs(metric) if has_offset(metric_named(name)) -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}


{#- SQL of a metric over the columns: {value, numerator, denominator, present (columns of
    which one must have a value), columns, slices}. `days` shifts it into the past. -#}
{% macro metric_terms(metric, columns, days) -%}
    {%- set params = metric.type_params -%}
    {%- if metric.type == 'simple' -%}
        {%- set name = plan_measure(columns, params.measure, metric) -%}
        {{ return(column_terms(columns, name, params.measure.fill_nulls_with, days)) }}
    {%- elif metric.type == 'cumulative' -%}
        {%- set measure = plan_measure(columns, params.measure, metric) -%}
        {%- do columns[measure].update({'by_day': true}) -%}
        {%- set name = 'cumulative__' ~ metric.name -%}
        {%- do columns.setdefault(name, {
            'kind': 'cumulative', 'of': measure, 'slices': [], 'shifts': [],
            'window': window_days(params.cumulative_type_params.window, metric),
            'grain_to_date': params.cumulative_type_params.grain_to_date,
        }) -%}
        {%- set terms = column_terms(columns, name, params.measure.fill_nulls_with, days) -%}
        {%- do terms.update({'slices': slices_of(semantic_model_of(params.measure.name))}) -%}
        {{ return(terms) }}
    {%- elif metric.type == 'conversion' -%}
        {{ return(conversion_terms(metric, columns, days)) }}
    {%- elif metric.type == 'ratio' -%}
        {%- set above = metric_terms(metric_named(params.numerator.name), columns, days) -%}
        {%- set below = metric_terms(metric_named(params.denominator.name), columns, days) -%}
        {{ return({
            'numerator': above.value,
            'denominator': below.value,
            'value': '(' ~ above.value ~ ') / nullif(' ~ below.value ~ ', 0)',
            'present': below.present,
            'columns': above.columns + below.columns,
            'slices': above.slices | select('in', below.slices) | list,
        }) }}
    {%- endif -%}
    {{ return(derived_terms(metric, columns, days)) }}
{%- endmacro %}


{% macro derived_terms(metric, columns, days) -%}
    {%- set result = namespace(sql=metric.type_params.expr, present=[], columns=[], slices=none) -%}
    {%- set values = {} -%}
    {%- for input in metric.type_params.metrics -%}
        {%- if input.offset_to_grain -%}
            {{ exceptions.raise_compiler_error(
                'Metric ' ~ metric.name ~ ': offset_to_grain is not compiled to kpi_daily;'
                ~ ' use offset_window in days or weeks.'
            ) }}
        {%- endif -%}
        {%- set terms = metric_terms(
            metric_named(input.name), columns,
            days + (window_days(input.offset_window, metric) or 0)
        ) -%}
        {%- set result.sql = modules.re.sub(
            '\\b' ~ (input.alias or input.name) ~ '\\b', '<' ~ loop.index ~ '>', result.sql
        ) -%}
        {%- set result.present = result.present + terms.present -%}
        {%- set result.columns = result.columns + terms.columns -%}
        {%- set result.slices = terms.slices if result.slices is none
            else result.slices | select('in', terms.slices) | list -%}
        {%- do values.update({loop.index: terms.value}) -%}
    {%- endfor -%}
    {%- for number, value in values.items() -%}
        {%- set result.sql = result.sql | replace('<' ~ number ~ '>', '(' ~ value ~ ')') -%}
    {%- endfor -%}
    {{ return({
        'value': result.sql, 'numerator': none, 'denominator': none,
        'present': result.present, 'columns': result.columns, 'slices': result.slices,
    }) }}
{%- endmacro %}


{% macro conversion_terms(metric, columns, days) -%}
    {%- set conversion = metric.type_params.conversion_type_params -%}
    {%- set base = plan_measure(columns, conversion.base_measure, metric) -%}
    {%- set model = semantic_model_of(conversion.base_measure.name) -%}
    {%- set name = metric.name ~ '__conversions' -%}
    {%- do columns.setdefault(name, {
        'kind': 'conversion', 'metric': metric, 'base': base, 'slices': [], 'shifts': [],
        'window': window_days(conversion.window, metric),
    }) -%}
    {%- set terms = column_terms(columns, name, conversion.conversion_measure.fill_nulls_with, days) -%}
    {%- set below = column_terms(columns, base, none, days) -%}
    {%- if conversion.calculation == 'conversions' -%}
        {%- do terms.update({'slices': slices_of(model)}) -%}
        {{ return(terms) }}
    {%- endif -%}
    {{ return({
        'numerator': terms.value,
        'denominator': below.value,
        'value': '(' ~ terms.value ~ ') / nullif(' ~ below.value ~ ', 0)',
        'present': below.present,
        'columns': [name, base],
        'slices': slices_of(model),
    }) }}
{%- endmacro %}


{% macro column_terms(columns, name, fill, days) -%}
    {%- set shifted = name ~ '__' ~ days ~ '_days_before' if days else name -%}
    {%- if days and days not in columns[name].shifts -%}
        {%- do columns[name].shifts.append(days) -%}
    {%- endif -%}
    {%- set value = 'cast(' ~ shifted ~ ' as double)' -%}
    {%- set value = value if fill is none else 'coalesce(' ~ value ~ ', ' ~ fill ~ ')' -%}
    {{ return({
        'value': value, 'numerator': value, 'denominator': none, 'present': [shifted],
        'columns': [name],
        'slices': slices_of(columns[name].model) if columns[name].kind == 'measure' else [],
    }) }}
{%- endmacro %}


{#- Enters a measure, with the filters on it, into the columns; gives the column's name. -#}
{% macro plan_measure(columns, input, metric) -%}
    {%- set model = semantic_model_of(input.name) -%}
    {%- set where = [filter_sql(model, input.filter)] -%}
    {%- if metric.type != 'conversion' -%}
        {%- do where.append(filter_sql(model, metric.filter)) -%}
    {%- endif -%}
    {%- set where = where | select | join(' and ') -%}
    {%- set name = input.name if not where else metric.name ~ '__' ~ input.name -%}
    {%- do columns.setdefault(name, {
        'kind': 'measure', 'model': model, 'measure': measure_named(input.name),
        'where': where, 'slices': [], 'shifts': [], 'by_day': false,
    }) -%}
    {{ return(name) }}
{%- endmacro %}


{#- A window of MetricFlow in days; nothing for no window. -#}
{% macro window_days(window, metric) -%}
    {%- if not window -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set unit = window.granularity | string | trim('s') -%}
    {%- if unit not in ('day', 'week') -%}
        {{ exceptions.raise_compiler_error(
            'Metric ' ~ metric.name ~ ": a window in '" ~ window.granularity
            ~ "' is not compiled to kpi_daily; say it in days or weeks."
        ) }}
    {%- endif -%}
    {{ return((window.count | int) * (7 if unit == 'week' else 1)) }}
{%- endmacro %}
