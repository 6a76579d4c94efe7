"""Every typed value and cross-engine macro as one query over raw text."""

KINDS = (
    "text",
    "identifier",
    "phone",
    "email",
    "integer",
    "amount",
    "amount_cents",
    "decimal",
    "timestamp",
    "epoch_seconds",
    "epoch_milliseconds",
    "compact_timestamp",
    "date",
    "boolean",
    "json",
)

# `raw` is the text of a file; `value` is trimmed as in every base model.
QUERY = (
    "with trimmed as (select case_no, raw, {{ trim_to_null('raw') }} as value "
    "from INPUTS), typed as (select *"
    + "".join(f", {{{{ typed_value('{k}', 'value') }}}} as as_{k}" for k in KINDS)
    + " from trimmed) select *, cast(length(value) as bigint) as characters, "
    "substr(value, 1, 3) as beginning, "
    "{{ keyed_hash('phone', 'value') }} as keyed, "
    "{{ sha256_hex('value') }} as hashed, "
    "{{ business_date('as_timestamp') }} as business_day, "
    "{{ epoch_seconds('as_timestamp') }} as epoch, "
    "{{ days_between(\"cast('2026-02-28' as date)\", 'as_date') }} as days, "
    "{{ add_days('as_date', -365) }} as year_before, "
    "{{ iso_weekday('as_date') }} as weekday, "
    # A row with a year out of range is quarantined, so its text never counts.
    "case when as_timestamp between cast('1990-01-01' as timestamp) "
    "and cast('2099-12-31' as timestamp) "
    "then cast(as_timestamp as {{ dbt.type_string() }}) end as timestamp_text, "
    "cast(as_amount as {{ dbt.type_string() }}) as amount_text, "
    "case when as_date >= cast('1900-01-01' as date) "
    "then cast(as_date as {{ dbt.type_string() }}) end as date_text "
    "from typed"
)
