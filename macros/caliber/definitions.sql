{#- What the definitions of metrics in models/semantic say, for models to select from. -#}


{% macro metrics_in_order() -%}
    {{ return(graph.metrics.values() | sort(attribute='name') | list) }}
{%- endmacro %}


{% macro metric_named(name) -%}
    {{ return(graph.metrics['metric.' ~ project_name ~ '.' ~ name]) }}
{%- endmacro %}


{% macro measure_named(name) -%}
    {{ return(measure_index()[name].measure) }}
{%- endmacro %}


{#- {measure: {measure, model}}. Kept in the graph, for hundreds of look-ups ask for it. -#}
{% macro measure_index() -%}
    {%- if '_measure_index' not in graph -%}
        {%- set index = {} -%}
        {%- for model in graph.semantic_models.values() -%}
            {%- for measure in model.measures -%}
                {%- do index.update({measure.name: {'measure': measure, 'model': model}}) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do graph.update({'_measure_index': index}) -%}
    {%- endif -%}
    {{ return(graph['_measure_index']) }}
{%- endmacro %}


{#- Names of the metrics that a metric is made of. -#}
{% macro metric_inputs(metric) -%}
    {%- if metric.type == 'ratio' -%}
        {{ return([metric.type_params.numerator.name, metric.type_params.denominator.name]) }}
    {%- elif metric.type == 'derived' -%}
        {{ return(metric.type_params.metrics | map(attribute='name') | list) }}
    {%- endif -%}
    {{ return([]) }}
{%- endmacro %}


{#- How values of different days go together: additive values add up; semi_additive ones
    are stocks, of which the last day stands for a period; non_additive ones are counted
    or divided anew. -#}
{% macro metric_additivity(metric) -%}
    {%- if metric.type == 'simple' -%}
        {%- set measure = measure_named(metric.type_params.measure.name) -%}
        {%- if measure.non_additive_dimension -%}
            {{ return('semi_additive') }}
        {%- elif measure.agg in ('sum', 'count', 'sum_boolean') -%}
            {{ return('additive') }}
        {%- endif -%}
    {%- elif metric.type == 'derived' -%}
        {%- set parts = [] -%}
        {%- for input in metric.type_params.metrics -%}
            {%- do parts.append(
                'offset' if input.offset_window or input.offset_to_grain
                else metric_additivity(metric_named(input.name))
            ) -%}
        {%- endfor -%}
        {%- set sums = modules.re.sub('coalesce\\(([a-z0-9_]+), 0\\)', '\\1', metric.type_params.expr) -%}
        {%- if parts | unique | list == ['additive']
            and not modules.re.search('[^a-z0-9_+ -]', sums) -%}
            {{ return('additive') }}
        {%- endif -%}
    {%- endif -%}
    {{ return('non_additive') }}
{%- endmacro %}


{#- The formula in words, from the definition. -#}
{% macro metric_formula(metric) -%}
    {%- set params = metric.type_params -%}
    {%- if metric.type == 'simple' -%}
        {{ return(measure_in_words(params.measure.name)) }}
    {%- elif metric.type == 'ratio' -%}
        {{ return(
            metric_named(params.numerator.name).label ~ ' ÷ '
            ~ metric_named(params.denominator.name).label
        ) }}
    {%- elif metric.type == 'derived' -%}
        {%- set words = namespace(text=params.expr) -%}
        {%- for input in params.metrics -%}
            {%- set name = '[' ~ metric_named(input.name).label
                ~ (' ' ~ window_in_words(input.offset_window) ~ ' before' if input.offset_window else '')
                ~ ']' -%}
            {%- set words.text = modules.re.sub(
                '\\b' ~ (input.alias or input.name) ~ '\\b', name, words.text
            ) -%}
        {%- endfor -%}
        {{ return(words.text) }}
    {%- elif metric.type == 'cumulative' -%}
        {%- set cumulative = params.cumulative_type_params -%}
        {%- set span = 'over the ' ~ window_in_words(cumulative.window) ~ ' up to the day'
            if cumulative.window else (
                'since the start of the ' ~ (cumulative.grain_to_date.value or cumulative.grain_to_date)
                if cumulative.grain_to_date else 'since the first day'
            ) -%}
        {{ return(measure_in_words(params.measure.name) ~ ', ' ~ span) }}
    {%- elif metric.type == 'conversion' -%}
        {%- set conversion = params.conversion_type_params -%}
        {{ return(
            measure_in_words(conversion.conversion_measure.name) ~ ' within '
            ~ window_in_words(conversion.window) ~ ' of, ÷ '
            ~ measure_in_words(conversion.base_measure.name)
        ) }}
    {%- endif -%}
{%- endmacro %}


{% macro window_in_words(window) -%}
    {{ return(window.count ~ ' ' ~ window.granularity ~ ('s' if window.count > 1 else '')) }}
{%- endmacro %}


{% macro measure_in_words(name) -%}
    {%- set measure = measure_named(name) -%}
    {%- set verb = {
        'sum': 'sum', 'count': 'count', 'count_distinct': 'distinct count', 'min': 'least',
        'max': 'greatest', 'average': 'average'
    }.get(measure.agg, measure.agg | string) -%}
    {{ return(verb ~ ': ' ~ (measure.description or name) | trim | trim('.')) }}
{%- endmacro %}


{#- A value of YAML as a literal of text; missing is null. -#}
{% macro text_of(value) -%}
    {%- if value is none or value is undefined -%}
        cast(null as {{ dbt.type_string() }})
    {%- else -%}
        {{ dbt.string_literal(dbt.escape_single_quotes(value | string | trim)) }}
    {%- endif -%}
{%- endmacro %}
