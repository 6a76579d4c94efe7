{#- Student's t distribution in SQL both engines know. Degrees of freedom need not be
    whole. Held to scipy in tests/statistics. -#}


{#- Logarithm of the gamma function of x > 0: Stirling's series (Abramowitz and Stegun
    6.1.41) ten places up, and down again by the recurrence. -#}
{% macro log_gamma(x) -%}
    (
        (({{ x }}) + 9.5) * ln(({{ x }}) + 10) - (({{ x }}) + 10) + 0.5 * ln(2 * pi())
        + 1 / (12.0e0 * (({{ x }}) + 10)) - 1 / (360.0e0 * power(({{ x }}) + 10, 3))
        + 1 / (1260.0e0 * power(({{ x }}) + 10, 5))
        - ln(
            {%- for place in range(10) %}
            {{ "* " if not loop.first }}(({{ x }}) + {{ place }})
            {%- endfor %}
        )
    )
{%- endmacro %}


{#- Regularized incomplete beta function by its continued fraction (Abramowitz and Stegun
    26.5.8), folded from the innermost term; for x below (a + 1) / (a + b + 2). -#}
{% macro incomplete_beta_fraction(x, a, b) -%}
    exp(
        {{ log_gamma('(' ~ a ~ ') + (' ~ b ~ ')') }} - {{ log_gamma(a) }} - {{ log_gamma(b) }}
        + ({{ a }}) * ln({{ x }}) + ({{ b }}) * ln(1 - ({{ x }}))
    ) / ({{ a }}) / {{ fold_down(
        100,
        '1 - ((' ~ a ~ ') + k) * ((' ~ a ~ ') + (' ~ b ~ ') + k) * (' ~ x ~ ') / (((' ~ a
        ~ ') + 2 * k) * ((' ~ a ~ ') + 2 * k + 1)) / (1 + (k + 1) * ((' ~ b
        ~ ') - k - 1) * (' ~ x ~ ') / (((' ~ a ~ ') + 2 * k + 1) * ((' ~ a
        ~ ') + 2 * k + 2)) / acc)'
    ) }}
{%- endmacro %}


{#- Chance of a value at least as far from 0 as t, on both sides. From 1000 degrees of
    freedom on by Fisher's expansion around the normal distribution (Abramowitz and Stegun
    26.7.8 to its third term), which is good to 1e-7 there. -#}
{% macro student_two_sided(t, freedom) -%}
    {%- set x = '(' ~ freedom ~ ') / ((' ~ freedom ~ ') + power(' ~ t ~ ', 2))' -%}
    {%- set rest = 'power(' ~ t ~ ', 2) / ((' ~ freedom ~ ') + power(' ~ t ~ ', 2))' -%}
    case
        when {{ t }} = 0 then 1
        when {{ freedom }} >= 1000
            then {{ normal_two_sided(t) }}
            + 2 * exp(-power({{ t }}, 2) / 2) / sqrt(2 * pi())
            * {{ student_terms('abs(' ~ t ~ ')', freedom) }}
        when {{ x }} < (({{ freedom }}) / 2 + 1) / (({{ freedom }}) / 2 + 2.5)
            then {{ incomplete_beta_fraction(x, '(' ~ freedom ~ ') / 2.0e0', '0.5e0') }}
        else 1 - {{ incomplete_beta_fraction(rest, '0.5e0', '(' ~ freedom ~ ') / 2.0e0') }}
    end
{%- endmacro %}


{% macro student_terms(t, freedom) -%}
    (
        (power({{ t }}, 3) + {{ t }}) / (4 * ({{ freedom }}))
        + (
            3 * power({{ t }}, 7) - 5 * power({{ t }}, 5) - 7 * power({{ t }}, 3) - 3 * {{ t }}
        ) / (96 * power({{ freedom }}, 2))
        + (
            power({{ t }}, 11) - 11 * power({{ t }}, 9) + 14 * power({{ t }}, 7)
            + 6 * power({{ t }}, 5) - 3 * power({{ t }}, 3) - 15 * {{ t }}
        ) / (384 * power({{ freedom }}, 3))
    )
{%- endmacro %}


{#- The t that 5 in 100 values are farther from 0 than: an expansion around 1.96 (Abramowitz
    and Stegun 26.7.5). It errs by less than 1e-6 from 15 degrees of freedom on, by 3e-4 at
    five. -#}
{% macro student_95(freedom) -%}
    {%- set z = 1.959963984540054 -%}
    (
        {{ z }}
        + {{ (z ** 3 + z) / 4 }} / ({{ freedom }})
        + {{ (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96 }} / power({{ freedom }}, 2)
        + {{ (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384 }}
        / power({{ freedom }}, 3)
        + {{ (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160 }}
        / power({{ freedom }}, 4)
    )
{%- endmacro %}


{#- Density of Student's t. -#}
{% macro student_density(t, freedom) -%}
    exp(
        {{ log_gamma('((' ~ freedom ~ ') + 1) / 2.0e0') }}
        - {{ log_gamma('(' ~ freedom ~ ') / 2.0e0') }}
        - (({{ freedom }}) + 1) / 2.0e0 * ln(1 + power({{ t }}, 2) / ({{ freedom }}))
    ) / sqrt(({{ freedom }}) * pi())
{%- endmacro %}


{#- A limit of student_95 after one step of Newton, good to 2e-7 from five degrees of
    freedom on; from 100 on the expansion is the better one. `limit` is a column: it is
    named many times. -#}
{% macro student_95_refined(limit, freedom) -%}
    case
        when {{ freedom }} >= 100 then {{ limit }}
        else {{ limit }} + (({{ student_two_sided(limit, freedom) }}) - 0.05)
            / (2 * {{ student_density(limit, freedom) }})
    end
{%- endmacro %}
