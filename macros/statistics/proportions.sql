{#- Difference of two shares in standard errors of the pooled share: hits over trials of one
    sample against those of another. Null when there is nothing to compare, and when fewer
    than five hits or misses are to be expected in a sample, where the normal curve is no
    guide. -#}
{% macro pooled_z(hits, trials, other_hits, other_trials) -%}
    {%- set pooled -%}
        (({{ hits }} + {{ other_hits }}) * 1.0e0 / ({{ trials }} + {{ other_trials }}))
    {%- endset -%}
    case
        when
            least({{ trials }}, {{ other_trials }})
            * least({{ pooled }}, 1 - {{ pooled }}) >= 5
            then (
                {{ hits }} * 1.0e0 / {{ trials }}
                - {{ other_hits }} * 1.0e0 / {{ other_trials }}
            ) / sqrt(
                {{ pooled }} * (1 - {{ pooled }})
                * (1.0e0 / {{ trials }} + 1.0e0 / {{ other_trials }})
            )
    end
{%- endmacro %}
