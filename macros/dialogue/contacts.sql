{#- Whether an hour of the day lies in the quiet hours, from quiet_from_hour up to and
    without quiet_to_hour. -#}
{% macro is_quiet_hour(hour_of_day) -%}
    {%- set quiet, loud = var('quiet_from_hour'), var('quiet_to_hour') -%}
    {%- if quiet > loud -%}
    ({{ hour_of_day }} not between {{ loud }} and {{ quiet - 1 }})
    {%- else -%}
    ({{ hour_of_day }} between {{ quiet }} and {{ loud - 1 }})
    {%- endif -%}
{%- endmacro %}


{#- First day of so many that end with as_of. -#}
{% macro first_of_days(days) -%}
    {{ add_days(as_of_date(), '1 - ' ~ days) }}
{%- endmacro %}


{#- A share drawn towards the one of a larger group, which counts as `weight` trials. -#}
{% macro drawn_share(hits, trials, share, weight) -%}
    (cast({{ hits }} as double) + {{ weight }} * {{ share }}) / ({{ trials }} + {{ weight }})
{%- endmacro %}


{#- How many trials the larger group counts for in best hours and channels. -#}
{% macro best_time_weight() -%}
    {{ return(5) }}
{%- endmacro %}
