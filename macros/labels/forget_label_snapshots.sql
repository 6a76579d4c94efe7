{#- Hook after label_snapshots: takes out snapshots older than the rule snapshot_days, those
    of members who left or were erased, and what was inferred of members who no longer
    allow it. -#}
{% macro forget_label_snapshots() -%}
    {%- if target.type != 'spark' -%}
    delete from {{ this }}
    where
        snapshot_on < {{ add_days(
            as_of_date(),
            '-(select cast(max(value) as int) from ' ~ ref('label_rules')
            ~ " where rule = 'snapshot_days')"
        ) }}
        or member_id not in (
            select ids.member_id
            from {{ ref('dim_member_ids') }} as ids
            inner join {{ ref('member_permissions') }} as permissions
                on ids.current_member_id = permissions.member_id
            where not permissions.is_erased
        )
        or (
            origin = 'rule'
            and member_id in (
                select ids.member_id
                from {{ ref('dim_member_ids') }} as ids
                inner join {{ ref('member_permissions') }} as permissions
                    on ids.current_member_id = permissions.member_id
                where not permissions.may_profile
            )
        )
    {%- endif -%}
{%- endmacro %}
