{#- What a touch gets of an order in each model, as whole cents rounded down: {model: SQL}
    over the columns of attribution_journeys and `cents`, the net amount. Quotients of
    whole numbers in double precision are cut alike by both engines.

    position   40 % each for the first and the last, the rest shared by those between;
               of two touches each has half
    shapley    exact for the game of Zhao, Mahboobi and Bagheri (2018, arXiv 1804.05327):
               a coalition of channels is worth the orders that met no other channel. Its
               Shapley value shares each order evenly among the channels it met. -#}
{% macro attribution_credits() -%}
    {{ return({
        'first_touch': 'case when touch_no = 1 then cents else 0 end',
        'last_touch': 'case when touch_no = touches then cents else 0 end',
        'linear': cut_cents('cents', 'touches'),
        'time_decay': cut_cents('cents * decay_weight', 'decay_weights'),
        'position': 'case when touches < 3 then ' ~ cut_cents('cents', 'touches')
            ~ ' when touch_no in (1, touches) then ' ~ cut_cents('cents * 2', '5')
            ~ ' else ' ~ cut_cents('cents', '(5 * (touches - 2))') ~ ' end',
        'shapley': cut_cents('cents', '(channels * channel_touches)'),
    }) }}
{%- endmacro %}


{% macro cut_cents(numerator, denominator) -%}
    cast(floor(cast({{ numerator }} as double) / {{ denominator }}) as bigint)
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
