-- Members who may be several people, and the largest ones. Grain: member.
with

conflicts as (
    select * from {{ ref('fct_member_conflicts') }}
),

judged as (
    select
        *,
        cast(
            case when loyalty_no_count > 1 then 3 else 0 end
            + case when name_count > 1 then 2 else 0 end
            + case when birthday_count > 1 then 2 else 0 end
            + case when gender_count > 1 then 1 else 0 end
            + case when account_count > 15 then 1 else 0 end
            as {{ dbt.type_bigint() }}
        ) as suspicion,
        nullif(concat_ws(
            ', ',
            case when loyalty_no_count > 1 then 'loyalty numbers' end,
            case when name_count > 1 then 'names' end,
            case when birthday_count > 1 then 'birthdays' end,
            case when gender_count > 1 then 'genders' end,
            case when account_count > 15 then 'accounts' end
        ), '') as reasons
    from conflicts
),

largest as (
    select
        member_id,
        cast(row_number() over (order by account_count desc, member_id asc) as bigint)
            as size_rank
    from {{ ref('dim_members') }}
    where not is_erased and account_count > 1
),

sized as (
    select
        member_id,
        size_rank
    from largest
    where size_rank <= 20
)

select
    coalesce(judged.member_id, sized.member_id) as member_id,
    coalesce(judged.suspicion >= 3, false) as is_suspect,
    coalesce(judged.suspicion, 0) as suspicion,
    judged.reasons,
    sized.size_rank,
    members.account_count,
    members.channel_count,
    coalesce(judged.name_count, 1) as name_count,
    coalesce(judged.birthday_count, 1) as birthday_count,
    coalesce(judged.gender_count, 1) as gender_count,
    coalesce(judged.phone_count, 1) as phone_count,
    coalesce(judged.loyalty_no_count, 1) as loyalty_no_count
from judged
full outer join sized on judged.member_id = sized.member_id
inner join {{ ref('dim_members') }} as members
    on coalesce(judged.member_id, sized.member_id) = members.member_id
where judged.suspicion >= 3 or sized.member_id is not null
