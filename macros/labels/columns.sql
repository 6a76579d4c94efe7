{#- The labels that are computed, by subject: code and origin. Each is a column of the
    mart <subject>_labels; a test holds the list to the dictionary. -#}
{% macro label_subjects() -%}
    {{ return({
        'identity': {'fact': [
            'has_name', 'has_phone', 'source_channel', 'first_touch_channel',
            'source_medium', 'source_community', 'source_placement', 'source_placer',
            'source_store', 'source_employee', 'source_dealer', 'is_packaging_origin',
            'is_alliance_origin', 'pool_ownership', 'channel_count', 'seed_wave',
        ]},
        'demographic': {
            'fact': ['gender', 'birthday', 'province', 'city'],
            'rule': ['age', 'age_band', 'birthday_month', 'constellation', 'city_tier'],
        },
        'household': {'rule': [
            'has_child', 'child_age_months', 'child_age_range', 'child_stage',
            'family_profile',
        ]},
        'value': {'rule': [
            'recency_score', 'frequency_score', 'monetary_score', 'rfm_segment',
            'purchasing_power', 'spend_tier', 'order_value_band', 'margin_band',
            'lifetime_value', 'is_whale', 'is_executive', 'is_fan',
        ]},
        'lifecycle': {'rule': [
            'relation_stage', 'tenure_band', 'is_prospect', 'is_silent', 'churn_risk',
            'purchase_interval_days', 'next_purchase_due_on', 'is_next_purchase_due',
            'is_frequency_up', 'is_spend_up', 'consumption_habit',
        ]},
        'segment': {'rule': [
            'lifecycle_stage', 'value_layer', 'rfm_class', 'predicted_value_band',
            'still_buying',
        ]},
        'loyalty': {
            'fact': [
                'member_tier', 'points_balance', 'points_expiring', 'is_benefit_user',
            ],
            'rule': ['loyalty_level', 'points_band', 'inviter_level'],
        },
        'engagement': {
            'fact': [
                'is_one_to_one_friend', 'is_group_member', 'is_official_account_follower',
                'is_sms_reachable', 'is_push_reachable', 'scan_status',
                'is_live_attendee', 'sop_step', 'last_interaction_on',
            ],
            'rule': ['fatigue_level'],
        },
        'marketing': {
            'fact': ['is_holdout', 'is_never_touched'],
            'rule': ['coupon_affinity', 'is_discount_only', 'is_beauty_and_snack_buyer'],
        },
        'service': {
            'fact': [
                'has_open_complaint', 'is_affected_by_batch', 'has_blocked_us',
                'has_marketing_consent', 'has_profiling_consent', 'is_erased',
            ],
            'rule': ['satisfaction'],
        },
    }) }}
{%- endmacro %}


{#- The codes of one subject, facts first. -#}
{% macro label_codes(subject) -%}
    {%- set origins = label_subjects()[subject] -%}
    {{ return(origins.get('fact', []) + origins.get('rule', [])) }}
{%- endmacro %}


{#- The codes of all subjects, and the preferences as they are called in the profiles. -#}
{% macro computed_label_codes() -%}
    {%- set codes = [] -%}
    {%- for subject in label_subjects() -%}
        {%- do codes.extend(label_codes(subject)) -%}
    {%- endfor -%}
    {%- for preference in preferences() -%}
        {%- do codes.append(preference ~ '_preference') -%}
    {%- endfor -%}
    {{ return(codes) }}
{%- endmacro %}


{#- The label columns of a subject as they may be kept: what a rule infers only of members
    who let us. Expects the relations `computed` and `permissions`. -#}
{% macro permitted_labels(subject) -%}
    {%- set origins = label_subjects()[subject] -%}
    {%- for code in origins.get('fact', []) %}
    computed.{{ code }},
    {%- endfor %}
    {%- for code in origins.get('rule', []) %}
    case when permissions.may_profile then computed.{{ code }} end as {{ code }},
    {%- endfor %}
{%- endmacro %}


{#- Codes of labels that are computed outside of the subjects' marts: preferences, which
    are told by member_preferences, and memberships of strategies. -#}
{% macro preferences() -%}
    {{ return([
        'category', 'product', 'brand', 'price_band', 'time_of_day', 'day_type',
        'purchase_channel', 'online_offline', 'dialogue_channel', 'activity_form',
        'content_topic',
    ]) }}
{%- endmacro %}


{#- The type of a label's column: told by its name for booleans, by a list for what is no
    text. -#}
{% macro label_type(code) -%}
    {%- set types = {
        'int': [
            'age', 'birthday_month', 'child_age_months', 'recency_score',
            'frequency_score', 'monetary_score', 'purchase_interval_days',
        ],
        'bigint': ['channel_count', 'points_balance', 'points_expiring'],
        'decimal(18, 2)': ['lifetime_value'],
        'date': ['birthday', 'next_purchase_due_on', 'last_interaction_on'],
    } -%}
    {%- if code.startswith('is_') or code.startswith('has_') -%}
        {{ return('boolean') }}
    {%- endif -%}
    {%- for type, codes in types.items() if code in codes -%}
        {{ return(type) }}
    {%- endfor -%}
    {{ return(dbt.type_string()) }}
{%- endmacro %}


{#- The labels of a subject's mart as one row a label that is there: member_id, label_code,
    value, confidence, evidence_on. A boolean that is false is no label. One scan. -#}
{% macro unpivoted_labels(subject) -%}
    {%- set codes = label_codes(subject) -%}
    select
        member_id,
        label_code,
        value,
        confidence,
        evidence_on
    from (
        select
            member_id,
            {{ 'confidence' if subject == 'household' else 'cast(null as decimal(18, 6)) as confidence' }},
            {{ 'evidence_on' if subject == 'household' else 'cast(null as date) as evidence_on' }},
            {%- for code in codes %}
            {%- if label_type(code) == 'boolean' %}
            case when {{ code }} then 'true' end as {{ code }}
            {%- else %}
            cast({{ code }} as {{ dbt.type_string() }}) as {{ code }}
            {%- endif %}
            {{- "," if not loop.last }}
            {%- endfor %}
        from {{ ref(subject ~ '_labels') }}
    ) unpivot (value for label_code in ({{ codes | join(', ') }}))
{%- endmacro %}


{#- A label in the wide profile: what was given, where member_labels lets it stand, else
    what the mart of the subject has. -#}
{% macro profile_column(subject, code) -%}
    {%- if label_type(code) == 'boolean' -%}
    coalesce(given.{{ code }} = 'true', {{ subject }}.{{ code }})
    {%- elif label_type(code) == dbt.type_string() -%}
    coalesce(given.{{ code }}, {{ subject }}.{{ code }})
    {%- else -%}
    coalesce(cast(given.{{ code }} as {{ label_type(code) }}), {{ subject }}.{{ code }})
    {%- endif -%}
{%- endmacro %}
