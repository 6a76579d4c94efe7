{#- Wilson's score interval of a share at 95 %: the lower end, or the upper one. Stays in 0
    to 1 and is wide for few trials (E. B. Wilson, 1927). Null without trials. -#}
{% macro wilson_bound(successes, trials, end='lower') -%}
    {%- set z = '1.959964' -%}
    {%- set share = '(cast(' ~ successes ~ ' as double) / nullif(' ~ trials ~ ', 0))' -%}
    (
        {{ share }} + {{ z }} * {{ z }} / (2 * nullif({{ trials }}, 0))
        {{ '-' if end == 'lower' else '+' }} {{ z }} * sqrt(
            greatest(
                {{ share }} * (1 - {{ share }}) / nullif({{ trials }}, 0)
                + {{ z }} * {{ z }} / (4.0 * nullif({{ trials }}, 0) * {{ trials }}), 0
            )
        )
    ) / (1 + {{ z }} * {{ z }} / nullif({{ trials }}, 0))
{%- endmacro %}
