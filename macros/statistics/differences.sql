{#- Bounds at 95 % of the difference of two shares, hits over trials of one sample less
    those of another, from Wilson's intervals of both (R. G. Newcombe 1998, method 10). It
    stays in -1 to 1 and holds for few trials and for none or all hits. Null without
    trials on either side. Held to scipy in tests/campaigns. -#}
{% macro difference_bound(hits, trials, other_hits, other_trials, end='lower') -%}
    {%- set opposite = 'upper' if end == 'lower' else 'lower' -%}
    {{ share_of(hits, trials) }} - {{ share_of(other_hits, other_trials) }}
    {{ '-' if end == 'lower' else '+' }} sqrt(
        power({{ wilson_bound(hits, trials, end) }} - {{ share_of(hits, trials) }}, 2)
        + power(
            {{ wilson_bound(other_hits, other_trials, opposite) }}
            - {{ share_of(other_hits, other_trials) }}, 2
        )
    )
{%- endmacro %}


{% macro share_of(hits, trials) -%}
    (cast({{ hits }} as double) / nullif({{ trials }}, 0))
{%- endmacro %}


{#- Bounds at 95 % of the difference of two means, Welch's interval, from mean, sample
    variance and number of values of either. Null where one of them has fewer than `least`
    values, from ten on student_95 errs by less than 3e-5, and without variance. Held to
    scipy in tests/campaigns. -#}
{% macro welch_bound(mean, variance, values, other_mean, other_variance, other_values, least=10, end='lower') -%}
    {%- set square -%}
        ({{ variance }} / nullif({{ values }}, 0))
    {%- endset -%}
    {%- set other_square -%}
        ({{ other_variance }} / nullif({{ other_values }}, 0))
    {%- endset -%}
    {%- set freedom -%}
        power({{ square }} + {{ other_square }}, 2) / (
            power({{ square }}, 2) / nullif({{ values }} - 1, 0)
            + power({{ other_square }}, 2) / nullif({{ other_values }} - 1, 0)
        )
    {%- endset -%}
    case
        when
            least({{ values }}, {{ other_values }}) >= {{ least }}
            and {{ square }} + {{ other_square }} > 0
            then {{ mean }} - {{ other_mean }}
            {{ '-' if end == 'lower' else '+' }} {{ student_95(freedom) }}
            * sqrt({{ square }} + {{ other_square }})
    end
{%- endmacro %}
