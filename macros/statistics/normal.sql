{#- The complementary error function of a number 0 or greater, by its power series below
    1.5 and its continued fraction from there on (Abramowitz and Stegun 7.1.6 and 7.1.14);
    both are good to 1e-12. The engines have no function of their own in common. -#}
{% macro complementary_error(x) -%}
    case
        when {{ x }} < 1.5
            then 1 - 2 * ({{ x }}) / sqrt(pi()) * exp(-power({{ x }}, 2))
            * {{ fold_down(40, '1 + 2 * power(' ~ x ~ ', 2) / (2 * k + 3) * acc') }}
        else exp(-power({{ x }}, 2)) / sqrt(pi())
            / {{ fold_down(60, '(' ~ x ~ ') + (k + 1) / 2 / acc') }}
    end
{%- endmacro %}


{#- Chance of a standard normal value at least as far from 0 as z, on both sides. -#}
{% macro normal_two_sided(z) -%}
    {{ complementary_error('abs(' ~ z ~ ') / sqrt(2)') }}
{%- endmacro %}


{#- Chance of a standard normal value below z. -#}
{% macro normal_below(z) -%}
    case
        when {{ z }} >= 0 then 1 - ({{ normal_two_sided(z) }}) / 2
        else ({{ normal_two_sided(z) }}) / 2
    end
{%- endmacro %}
