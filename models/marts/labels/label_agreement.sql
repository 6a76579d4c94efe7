-- Whether people agree with what is computed. Grain: label that a person gave a word
-- on. A boolean without a row was computed as false, unless it may not be inferred of
-- the member.
with

words as (
    select
        labels.label_code,
        labels.value,
        coalesce(
            labels.overruled_value,
            case
                when
                    dictionary.value_type = 'boolean'
                    and dictionary.origin in ('fact', 'rule')
                    and (
                        permissions.may_profile
                        or coalesce(dictionary.consent_purpose, '') != 'profiling'
                    )
                    then 'false'
            end
        ) as computed_value
    from {{ ref('member_labels') }} as labels
    inner join {{ ref('label_dictionary') }} as dictionary
        on labels.label_code = dictionary.label_code
    inner join {{ ref('member_permissions') }} as permissions
        on labels.member_id = permissions.member_id
    where labels.origin = 'human'
),

counted as (
    select
        label_code,
        count(*) as declared_rows,
        count(computed_value) as compared_rows,
        sum(case when computed_value = value then 1 else 0 end) as agreeing_rows
    from words
    group by label_code
)

select
    label_code,
    declared_rows,
    compared_rows,
    round(agreeing_rows * 1e0 / nullif(compared_rows, 0), 6) as agreement
from counted
