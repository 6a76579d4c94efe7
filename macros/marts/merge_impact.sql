{#- What merge_impact counts of a group of accounts, as name: SQL over the sums of the
    group. A group that has accounts is a member. `form` names the sums: `whole_{}`. -#}
{% macro impact_counts(form='{}') -%}
    {%- set window, prior = form.format('window_orders'), form.format('prior_orders') -%}
    {{ return({
        'members': form.format('accounts') ~ ' > 0',
        'buyers': form.format('orders') ~ ' > 0',
        'repeat_buyers': form.format('orders') ~ ' > 1',
        'window_buyers': window ~ ' > 0',
        'window_repeat_buyers': window ~ ' > 1',
        'prior_buyers': prior ~ ' > 0',
        'returned_buyers': prior ~ ' > 0 and ' ~ window ~ ' > 0',
    }) }}
{%- endmacro %}


{#- Columns <name>_before and <name>_after of steps. A side lists groups: whole is the
    running sum with the piece, rest the running sum without it, piece the piece. -#}
{% macro impact_sides(before, after) -%}
    {%- set forms = {'whole': 'whole_{}', 'piece': '{}', 'rest': '(whole_{0} - {0})'} -%}
    {%- for name in impact_counts() %}
    {%- for side, groups in [('before', before), ('after', after)] %}
        sum(
            {%- for group in groups %}
            {{ '+ ' if not loop.first }}case when {{ impact_counts(forms[group])[name] }} then 1 else 0 end
            {%- endfor %}
        ) as {{ name }}_{{ side }}{{ "," if not (loop.last and name == 'returned_buyers') }}
    {%- endfor %}
    {%- endfor %}
{%- endmacro %}


{#- The same counts over members as they were (from_id) or are (to_id). -#}
{% macro impact_totals(id_column, side) %}
    select
        {%- for name, condition in impact_counts().items() %}
        coalesce(sum(case when {{ condition }} then 1 else 0 end), 0)
            as {{ name }}_{{ side }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select
            sum(accounts) as accounts,
            sum(orders) as orders,
            sum(window_orders) as window_orders,
            sum(prior_orders) as prior_orders
        from pieces
        where {{ id_column }} is not null
        group by {{ id_column }}
    ) as members
{% endmacro %}


{#- Pieces of each member in the order in which they leave or join it: what stays first,
    then by size, last what is new or withdrawn. whole_ are sums up to the piece. -#}
{% macro impact_pieces(id_column, other_column) %}
    select
        *,
        {%- for sum in ['accounts', 'orders', 'window_orders', 'prior_orders'] %}
        sum({{ sum }}) over (
            partition by {{ id_column }} order by place
            rows between unbounded preceding and current row
        ) as whole_{{ sum }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select
            *,
            row_number() over (
                partition by {{ id_column }}
                order by
                    case
                        when {{ other_column }} = {{ id_column }} then 0
                        when {{ other_column }} is not null then 1
                        else 2
                    end,
                    accounts desc,
                    {{ other_column }}
            ) as place
        from pieces
        where {{ id_column }} is not null
    ) as placed
{% endmacro %}


{#- Valid orders of each account: ever, in the window that ends with as_of, and in the
    window before that one. -#}
{% macro impact_orders() %}
    {%- set days = var('repurchase_window_days') -%}
    {%- set start = add_days(as_of_date(), -days) -%}
    {%- set earlier = add_days(as_of_date(), -2 * days) %}
    select
        account_key,
        count(*) as orders,
        sum(
            case when paid_on > {{ start }} and paid_on <= {{ as_of_date() }}
                then 1 else 0 end
        ) as window_orders,
        sum(
            case when paid_on > {{ earlier }} and paid_on <= {{ start }}
                then 1 else 0 end
        ) as prior_orders
    from {{ ref('fct_orders') }}
    where is_valid and account_key is not null
    group by account_key
{% endmacro %}


{#- The three repurchase rates of one side. -#}
{% macro impact_rates(side) -%}
    {%- for name, part, base in [
        ('repurchase_rate_ever', 'repeat_buyers', 'buyers'),
        ('repurchase_rate_window', 'window_repeat_buyers', 'window_buyers'),
        ('repurchase_rate_returned', 'returned_buyers', 'prior_buyers'),
    ] %}
    cast({{ part }}_{{ side }} as double) / nullif({{ base }}_{{ side }}, 0)
        as {{ name }}_{{ side }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{#- The rows of an impact. A part that left one member for another that stands is a split
    and a merger. -#}
{% macro impact_steps() %}
    {%- set steps = [
        ('split', 'leaving', 'from_id is not null and to_id is not null and place > 1',
            'cause', ['whole'], ['rest', 'piece']),
        ('merged', 'joining', 'from_id is not null and place > 1',
            'cause', ['rest', 'piece'], ['whole']),
        ('withdrawn', 'leaving', 'to_id is null',
            "'account_withdrawn'", ['whole'], ['rest']),
        ('joined', 'joining', 'from_id is null',
            "'new_account'", ['rest'], ['whole']),
    ] %}
    {%- for event, pieces, condition, cause, sides_before, sides_after in steps %}
    {%- set is_single = event in ('split', 'merged') %}
    select
        '{{ event }}' as event,
        {{ 'to_id' if is_single else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as member_id,
        {{ 'from_id' if is_single else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as other_member_id,
        min({{ cause }}) as cause,
        sum(accounts) as account_count,
        {{- impact_sides(sides_before, sides_after) }}
    from {{ pieces }}
    where {{ condition }}
    {{ 'group by to_id, from_id' if is_single else 'having count(*) > 0' }}
    union all
    {%- endfor %}
    select
        'total' as event,
        cast(null as {{ dbt.type_string() }}) as member_id,
        cast(null as {{ dbt.type_string() }}) as other_member_id,
        cast(null as {{ dbt.type_string() }}) as cause,
        (select count(*) from accounts where to_id is not null) as account_count
        {%- for name in impact_counts() %},
        before.{{ name }}_before,
        after.{{ name }}_after
        {%- endfor %}
    from before
    cross join after
    where exists (select 1 from pieces)
{% endmacro %}
