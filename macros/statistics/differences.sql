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
