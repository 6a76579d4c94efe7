{#- Share of an order that a touch and those before it get in each model: {model: (part,
    whole)}, SQL over the columns of attribution_journey_ctes; `back` asks for the share of
    those before it only.

    position   40 % each for the first and the last, the rest shared by those between;
               of two touches each has half
    shapley    exact for the game of Zhao, Mahboobi and Bagheri (2018, arXiv 1804.05327):
               a coalition of channels is worth the orders that met no other channel. Its
               Shapley value shares each order evenly among the channels it met. Thousand
               millionths of a channel are whole, so that they add up the same in any order. -#}
{% macro attribution_shares(back=false) -%}
    {%- set place = '(touch_no - 1)' if back else 'touch_no' -%}
    {{ return({
        'first_touch': ('case when ' ~ place ~ ' > 0 then 1 else 0 end', '1'),
        'last_touch': ('0', '1'),
        'linear': (place, 'touches'),
        'time_decay': (
            'decay_through' ~ (' - decay_weight' if back else ''), 'decay_weights'
        ),
        'position': (
            'case when touches < 3 then ' ~ place ~ ' when ' ~ place ~ ' = 0 then 0 '
            ~ 'else 2 * (touches - 2) + ' ~ place ~ ' - 1 end',
            'case when touches < 3 then touches else 5 * (touches - 2) end'
        ),
        'shapley': (
            'even_through' ~ (' - even_weight' if back else ''), '(channels * 1e9)'
        ),
    }) }}
{%- endmacro %}


{#- Whole cents that a touch gets in a model: what it and those before it get, cut to cents,
    less what those before it get, cut alike; the last one goes up to the order's amount. So
    credits sum to the amount and none is off by a cent or more. Quotients of whole numbers
    in double precision are cut alike by both engines. -#}
{% macro attribution_credit(model) -%}
    {%- set part, whole = attribution_shares()[model] -%}
    {%- set part_before, _ = attribution_shares(back=true)[model] -%}
    case
        when touch_no = touches then cents
        else {{ cut_cents(part, whole) }}
    end - {{ cut_cents(part_before, whole) }}
{%- endmacro %}


{% macro cut_cents(part, whole) -%}
    cast(floor(
        cast(cents as double) * ({{ part }}) / ({{ whole }})
    ) as bigint)
{%- endmacro %}


{#- Weight of a touch some seconds before the payment, halved every
    attribution_half_life_days; whole, so that weights add up to the same sum in any order. -#}
{% macro attribution_decay(age_seconds) -%}
    greatest(cast(floor(
        1e6 * power(
            2e0, -cast({{ age_seconds }} as double)
            / {{ var('attribution_half_life_days') * 86400 }}
        )
    ) as bigint), 1)
{%- endmacro %}
