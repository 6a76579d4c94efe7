-- What was done about products in answer to feedback. Grain: action.
select
    action_id as action_key,
    product_id as product_key,
    batch_no,
    theme,
    kind,
    opened_at,
    done_at
from {{ ref('int_improvement_actions__newest') }}
