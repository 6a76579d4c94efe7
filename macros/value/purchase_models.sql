{#- Scores of BG/NBD and Gamma-Gamma, from parameters and a customer's history. The columns
    in scope are r, alpha, a, b, p, q, gamma (of seed clv_parameters), and of the customer
    repeats (purchases after the first), span_weeks (first to last purchase),
    observed_weeks (first purchase to the day of scoring), mean_amount (of repeat
    purchases). Formulas: Fader, Hardie and Lee (2005), equation (10), and its note on the
    probability of being alive; Fader and Hardie (2013), equation (5). -#}


{#- One row of parameters: the newest fit on a sample that is not later than as_of, else
    the earliest one. One of the calibration may not be later than the day on which the
    holdout begins, or it has seen what it is to foretell; without one there is no row.
    With a = 1 the formula of expected purchases is zero over zero: it is taken next to
    it, where it is steady. -#}
{% macro newest_parameters(sample) -%}
    {%- set known = as_of_date() -%}
    {%- if sample == 'calibration' -%}
        {%- set known = add_days(as_of_date(), -var('clv_holdout_days')) -%}
    {%- endif -%}
    select
        r,
        alpha,
        case when abs(a - 1) < 1e-6 then cast(1.000001 as double) else a end as a,
        b,
        p,
        q,
        gamma
    from (
        select
            *,
            row_number() over (
                order by
                    case when as_of <= {{ known }} then 0 else 1 end,
                    abs({{ days_between('as_of', known) }})
            ) as place
        from {{ ref('clv_parameters') }}
        where
            sample = '{{ sample }}'
            {%- if sample == 'calibration' %}
            and as_of <= {{ known }}
            {%- endif %}
    ) as fits
    where place = 1
{%- endmacro %}


{#- A customer without a repeat purchase has had no chance to drop out in this model. -#}
{% macro probability_alive() -%}
    case
        when repeats = 0 then cast(1 as double)
        else 1 / (
            1 + a / (b + repeats - 1)
            * power((alpha + observed_weeks) / (alpha + span_weeks), r + repeats)
        )
    end
{%- endmacro %}


{#- Purchases expected within so many weeks. The hypergeometric function of the paper is
    taken after Euler's transformation, whose series has small terms that fall as the
    powers of z: 16 terms of a z of 0.15 leave 1e-13, as 32 do of one of 0.39 and 64 of
    one of 0.62; 128 leave less than 1e-5 of the value for a horizon of a year. -#}
{% macro expected_purchases(weeks) -%}
    {%- set z = weeks ~ ' / (alpha + observed_weeks + ' ~ weeks ~ ')' -%}
    {%- set step = '1 + (a + b - 1 - r + k) * (a - 1 + k) '
        ~ '/ ((a + b + repeats - 1 + k) * (k + 1)) * ' ~ z ~ ' * acc' -%}
    (a + b + repeats - 1) / (a - 1)
    * (
        1 - power((alpha + observed_weeks) / (alpha + observed_weeks + {{ weeks }}), a - 1)
        * case
            {%- for largest, terms in [(0.15, 16), (0.39, 32), (0.62, 64)] %}
            when {{ z }} <= cast({{ largest }} as double)
                then {{ fold_down(terms - 1, step) }}
            {%- endfor %}
            else {{ fold_down(127, step) }}
        end
    )
    * {{ probability_alive() }}
{%- endmacro %}


{#- Mean amount of a purchase to come: between the customer's own mean and that of all,
    the nearer to their own the more purchases there are. Null where the model has no
    mean: with q of 1 or less that of all is infinite, which `onepool fit-clv` refuses. -#}
{% macro expected_amount() -%}
    case
        when p * repeats + q > 1
            then p * (gamma + repeats * greatest(coalesce(mean_amount, 0), 0))
                / (p * repeats + q - 1)
    end
{%- endmacro %}
