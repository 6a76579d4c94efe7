{#- The constellation of a birthday, by the days usual in China. -#}
{% macro constellation(birthday) -%}
    {%- set starts = [
        (1222, 'capricorn'), (1123, 'sagittarius'), (1024, 'scorpio'), (923, 'libra'),
        (823, 'virgo'), (723, 'leo'), (622, 'cancer'), (521, 'gemini'), (420, 'taurus'),
        (321, 'aries'), (219, 'pisces'), (120, 'aquarius'), (101, 'capricorn'),
    ] -%}
    case
        {%- for start, sign in starts %}
        when extract(month from {{ birthday }}) * 100 + extract(day from {{ birthday }})
            >= {{ start }} then '{{ sign }}'
        {%- endfor %}
    end
{%- endmacro %}
