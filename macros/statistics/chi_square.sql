{#- Chance of a chi-square value of at least x, for whole degrees of freedom up to 100: the
    finite sums of Abramowitz and Stegun 26.4.4 and 26.4.5, folded from the last term
    (Horner). Held to scipy in tests/statistics. -#}
{% macro chi_square_tail(x, freedom) -%}
    {%- set half = '(' ~ x ~ ') / 2.0e0' -%}
    case
        when {{ x }} <= 0 then cast(1 as double)
        when ({{ freedom }}) % 2 = 0
            then exp(-{{ half }}) * {{ fold_down(
                50,
                'case when k + 1 <= (' ~ freedom ~ ') / 2.0e0 - 1 then 1 + ' ~ half
                ~ ' / (k + 1) * acc else cast(1 as double) end'
            ) }}
        when {{ freedom }} = 1 then {{ complementary_error('sqrt(' ~ half ~ ')') }}
        else {{ complementary_error('sqrt(' ~ half ~ ')') }}
            + exp(-{{ half }}) * 2 * sqrt({{ half }} / pi()) * {{ fold_down(
                50,
                'case when k + 1 <= ((' ~ freedom ~ ') - 1) / 2.0e0 - 1 then 1 + ' ~ half
                ~ ' / (k + 1.5e0) * acc else cast(1 as double) end'
            ) }}
    end
{%- endmacro %}
