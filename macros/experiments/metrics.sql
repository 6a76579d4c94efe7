{#- The metrics of a member in an experiment, columns of marts.experiment_members. Their
    means, variances and covariances with the pre-period are in experiment_moments. -#}
{% macro experiment_metrics() -%}
    {{ return([
        'conversion', 'orders', 'net_amount', 'capped_net_amount', 'margin_amount',
    ]) }}
{%- endmacro %}


{#- Slices by what was so before the assignment: {dimension: column}. -#}
{% macro experiment_slices() -%}
    {{ return({
        'all': "'all'",
        'rfm_segment': 'rfm_segment_before',
        'lifecycle_stage': 'lifecycle_stage_before',
        'channel': 'channel_code',
    }) }}
{%- endmacro %}


{#- Key of the experiment that an assignment belongs to. -#}
{% macro experiment_key() -%}
    case
        when strategy_key is null then concat('campaign:', campaign_key)
        when campaign_key is null then concat('strategy:', strategy_key)
        else concat('campaign:', campaign_key, '+strategy:', strategy_key)
    end
{%- endmacro %}
