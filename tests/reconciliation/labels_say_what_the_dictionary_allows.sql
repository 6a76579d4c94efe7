-- A label whose rule errs is named here with the value it gave: one that the
-- dictionary does not list, or that is no number or date where it should be one. So
-- is a label that was inferred of somebody who did not let us, or said of somebody
-- erased.
select
    labels.label_code,
    labels.value,
    labels.origin,
    case
        when permissions.is_erased and labels.label_code != 'is_erased'
            then 'member is erased'
        when labels.origin in ('rule', 'model') and not permissions.may_profile
            then 'inferred without consent to profiling'
        else 'value is not what seed label_dictionary allows'
    end as problem,
    count(*) as members
from {{ ref('member_labels') }} as labels
inner join {{ ref('label_dictionary') }} as dictionary
    on labels.label_code = dictionary.label_code
inner join {{ ref('member_permissions') }} as permissions
    on labels.member_id = permissions.member_id
where
    (permissions.is_erased and labels.label_code != 'is_erased')
    or (labels.origin in ('rule', 'model') and not permissions.may_profile)
    or '|' || dictionary.allowed_values || '|' not like '%|' || labels.value || '|%'
    or case dictionary.value_type
        when 'boolean' then labels.value not in ('true', 'false')
        when 'number' then try_cast(labels.value as decimal(18, 2)) is null
        when 'date' then try_cast(labels.value as date) is null
        else false
    end
group by
    labels.label_code,
    labels.value,
    labels.origin,
    permissions.is_erased,
    permissions.may_profile
