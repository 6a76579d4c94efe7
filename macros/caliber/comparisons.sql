{#- Pairs of calibers of one number that are computed side by side. The definition of a
    metric names the other in config.meta.compared_with, with the metrics that explain the
    difference and their signs: [{metric: ..., steps: {metric: 1 or -1}}]. -#}


{#- [{metric, other, relation, is_ratio, steps}]. relation is version when the other is an
    earlier version of the metric (its meta says version_of), else caliber. -#}
{% macro caliber_pairs() -%}
    {%- do check_metrics() -%}
    {%- set pairs = [] -%}
    {%- for metric in metrics_in_order() -%}
        {%- for compared in metric.config.meta.get('compared_with') or [] -%}
            {%- set other = metric_named(compared.metric) -%}
            {%- do pairs.append({
                'metric': metric.name,
                'other': other.name,
                'relation': 'version' if other.config.meta.get('version_of') == metric.name
                    else 'caliber',
                'is_ratio': is_quotient(metric),
                'steps': compared.get('steps') or {},
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(pairs) }}
{%- endmacro %}


{#- True when kpi_daily holds a numerator and a denominator of the metric. -#}
{% macro is_quotient(metric) -%}
    {{ return(
        metric.type == 'ratio' or (
            metric.type == 'conversion'
            and metric.type_params.conversion_type_params.calculation != 'conversions'
        )
    ) }}
{%- endmacro %}


{#- Names of the steps in their order: how the delta of a pair is shared out. -#}
{% macro comparison_steps(pair) -%}
    {%- if pair.is_ratio -%}
        {{ return(['numerator', 'denominator']) }}
    {%- endif -%}
    {{ return((pair.steps.keys() | list or ['value_of_one_only']) + ['unexplained']) }}
{%- endmacro %}


{#- {#- What is compared must exist, and be of one kind; gives what is wrong. -#}
{% macro wrong_comparisons() -%}
    {%- set wrong = [] -%}
    {%- set known = metrics_in_order() | map(attribute='name') | list -%}
    {%- for metric in metrics_in_order() -%}
        {%- set meta = metric.config.meta -%}
        {%- if meta.get('version_of') and meta.version_of not in known -%}
            {%- do wrong.append(
                metric.name ~ " is a version of '" ~ meta.version_of ~ "', which is no metric"
            ) -%}
        {%- endif -%}
        {%- for compared in meta.get('compared_with') or [] -%}
            {%- set named = [compared.metric] + (compared.get('steps') or {}).keys() | list -%}
            {%- for name in named if name not in known -%}
                {%- do wrong.append(
                    metric.name ~ " is compared by '" ~ name ~ "', which is no metric"
                ) -%}
            {%- endfor -%}
            {%- if compared.metric in known
                and is_quotient(metric) != is_quotient(metric_named(compared.metric)) -%}
                {%- do wrong.append(
                    metric.name ~ ' and ' ~ compared.metric
                    ~ ' cannot be compared: one is a rate and one is not'
                ) -%}
            {%- endif -%}
            {%- if compared.get('steps') and is_quotient(metric) -%}
                {%- do wrong.append(
                    metric.name ~ ' is a rate: it is explained by its numerator and'
                    ~ ' denominator and takes no steps'
                ) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(wrong) }}
{%- endmacro %}


A figure of one of both metrics of a pair. -#}
{% macro figure_of(side, figure) -%}
    max(case when figures.part = figures.{{ side }} then figures.{{ figure }} end)
{%- endmacro %}


{#- Shares the delta out, in a CTE `explained`. Amounts: what named metrics bring, with their
    sign; where none is named, a value that only one of both has; and what is left, without
    the noise of floating point, is unexplained. Rates: the mean over both orders of changing numerator and denominator
    (Shapley), which sums exactly; a rate that only one of both has explains nothing. -#}
{% macro comparison_amounts(steps, sides, figures) -%}
compared as (
    select
        *,
        value is not null and other_value is not null as has_both,
        coalesce(value, 0) - coalesce(other_value, 0) as difference,
        nullif(denominator, 0) as divisor,
        nullif(other_denominator, 0) as other_divisor
    from {{ sides }}
),

shared_out as (
    select
        compared.*,
        steps.relation,
        steps.is_ratio,
        steps.step_no,
        steps.step,
        case when compared.has_both or not steps.is_ratio then compared.difference end
            as delta,
        case
            when steps.step = 'numerator' and steps.is_ratio
                then (compared.numerator - compared.other_numerator)
                    * (1e0 / compared.divisor + 1e0 / compared.other_divisor) / 2
            when steps.step = 'denominator' and steps.is_ratio
                then (compared.numerator + compared.other_numerator) / 2
                    * (1e0 / compared.divisor - 1e0 / compared.other_divisor)
            when steps.step = 'value_of_one_only'
                then case when compared.has_both then 0 else compared.difference end
            when steps.sign != 0 then steps.sign * coalesce(figures.value, 0) + 0
            else 0
        end as named_amount
    from compared
    inner join {{ steps }} as steps
        on
            compared.metric = steps.metric
            and compared.other_metric = steps.other_metric
    left join {{ figures }} as figures
        on
            compared.metric = figures.metric
            and compared.other_metric = figures.other_metric
            and steps.step = figures.part
            and compared.on_date = figures.on_date
            and compared.slice_dimension = figures.slice_dimension
            and compared.slice_value = figures.slice_value
),

rested as (
    select
        *,
        delta - sum(named_amount) over (
            partition by metric, other_metric, on_date, slice_dimension, slice_value
        ) as rest
    from shared_out
),

explained as (
    select
        *,
        case
            when step != 'unexplained' then named_amount
            when abs(rest) > 1e-6 then rest
            else 0
        end as amount
    from rested
)
{%- endmacro %}
