{#- What a definition must say, so that a reader of a number knows what it is and whom to
    ask. Models that compile definitions call this first; all that is wrong is told at
    once. -#}
{% macro check_metrics() -%}
    {%- set wrong = [] -%}
    {%- for metric in metrics_in_order() -%}
        {%- set meta = metric.config.meta -%}
        {%- for key in metric_meta_keys() if not meta.get(key) -%}
            {%- do wrong.append(
                metric.name ~ ' has no ' ~ key ~ ' (config.meta, ' ~ metric.original_file_path ~ ')'
            ) -%}
        {%- endfor -%}
        {%- if meta.get('direction') and meta.direction not in metric_directions() -%}
            {%- do wrong.append(
                metric.name ~ " has direction '" ~ meta.direction ~ "'; known are "
                ~ metric_directions() | join(', ')
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do wrong.extend(wrong_comparisons()) -%}
    {%- if wrong -%}
        {{ exceptions.raise_compiler_error(
            'Metric definitions to mend:\n  ' ~ wrong | join('\n  ')
        ) }}
    {%- endif -%}
{%- endmacro %}


{% macro metric_meta_keys() -%}
    {{ return([
        'area', 'owner', 'steward', 'label_zh', 'unit', 'direction', 'denominator',
        'time_anchor', 'baseline', 'caliber_version', 'valid_from',
    ]) }}
{%- endmacro %}


{#- up: more is better; down: less is better; neutral: neither. -#}
{% macro metric_directions() -%}
    {{ return(['up', 'down', 'neutral']) }}
{%- endmacro %}


{#- A slice must lead somewhere: to a dimension or entity of the semantic model, and to a
    metric that can be cut by it. -#}
{% macro check_slices(plan) -%}
    {%- set wrong = [] -%}
    {%- for model in graph.semantic_models.values() -%}
        {%- for slice, name in (model.config.meta.get('slices') or {}).items() if not path_of(model, name) -%}
            {%- do wrong.append(
                'semantic model ' ~ model.name ~ ": slice '" ~ slice ~ "' names '" ~ name
                ~ "', which no entity or dimension leads to"
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for metric in plan.metrics -%}
        {%- set wanted = metric_named(metric.name).config.meta.get('slices') or [] -%}
        {%- for slice in wanted if slice not in metric.terms.slices -%}
            {%- do wrong.append(
                'metric ' ~ metric.name ~ ": slice '" ~ slice ~ "' is not declared by its"
                ~ ' semantic models; they have ' ~ (metric.terms.slices | join(', ') or 'none')
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if wrong -%}
        {{ exceptions.raise_compiler_error('Slices to mend:\n  ' ~ wrong | join('\n  ')) }}
    {%- endif -%}
{%- endmacro %}
