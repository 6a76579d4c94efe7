{#- The shapes that every source is brought into. A shape is an ordered list of
    (column, type); all stg models of an entity end in the same shape, so that they can
    be unioned by position on any engine. -#}
{% macro conformed_shape(entity) -%}
    {%- set shapes = {
        'accounts': [
            ('channel_code', 'string'), ('account_id', 'string'),
            ('account_key', 'string'), ('name_hash', 'string'),
            ('phone_hash', 'string'), ('email_hash', 'string'),
            ('loyalty_no_hash', 'string'), ('unionid_hash', 'string'),
            ('openid_hash', 'string'), ('device_id_hash', 'string'),
            ('gender', 'gender'), ('birthday', 'date'), ('province', 'string'),
            ('city', 'string'), ('address_hash', 'string'), ('name_kind', 'string'),
            ('name_mask', 'string'), ('phone_mask', 'string'), ('email_mask', 'string'),
            ('name_fault', 'string'), ('phone_fault', 'string'),
            ('email_fault', 'string'), ('birthday_fault', 'string'),
            ('acquired_qr_id', 'string'),
            ('acquired_store_id', 'string'), ('acquired_employee_id', 'string'),
            ('referrer_account_key', 'string'), ('registered_at', 'timestamp'),
            ('updated_at', 'timestamp'),
        ],
        'orders': [
            ('channel_code', 'string'), ('order_id', 'string'),
            ('order_key', 'string'), ('account_id', 'string'),
            ('account_key', 'string'), ('store_id', 'string'),
            ('employee_id', 'string'), ('coupon_id', 'string'),
            ('campaign_id', 'string'), ('origin_order_key', 'string'),
            ('brand', 'string'), ('status', 'string'), ('is_test', 'boolean'),
            ('gross_amount', 'amount'), ('discount_amount', 'amount'),
            ('shipping_amount', 'amount'), ('paid_amount', 'amount'),
            ('currency', 'string'), ('province', 'string'), ('city', 'string'),
            ('receiver_phone_hash', 'string'), ('ordered_at', 'timestamp'),
            ('paid_at', 'timestamp'), ('updated_at', 'timestamp'),
        ],
        'order_lines': [
            ('channel_code', 'string'), ('order_id', 'string'),
            ('order_key', 'string'), ('line_no', 'string'),
            ('product_id', 'string'), ('batch_no', 'string'),
            ('quantity', 'bigint'), ('list_price', 'amount'),
            ('line_amount', 'amount'), ('cost_amount', 'amount'),
        ],
        'refunds': [
            ('channel_code', 'string'), ('refund_id', 'string'),
            ('refund_key', 'string'), ('order_id', 'string'),
            ('order_key', 'string'), ('line_no', 'string'), ('amount', 'amount'),
            ('status', 'string'), ('reason', 'string'), ('refunded_at', 'timestamp'),
        ],
        'interactions': [
            ('channel_code', 'string'), ('interaction_id', 'string'),
            ('interaction_key', 'string'), ('account_id', 'string'),
            ('account_key', 'string'), ('kind', 'string'), ('touchpoint', 'string'),
            ('content_id', 'string'), ('qr_id', 'string'), ('store_id', 'string'),
            ('employee_id', 'string'), ('product_id', 'string'),
            ('campaign_id', 'string'), ('duration_seconds', 'bigint'),
            ('properties', 'string'), ('occurred_at', 'timestamp'),
        ],
    } -%}
    {{ return(shapes[entity] + [
        ('is_deleted', 'boolean'), ('_file_id', 'string'), ('_row_number', 'bigint'),
        ('_extract_date', 'date'), ('_batch_id', 'bigint'),
    ]) }}
{%- endmacro %}


{#- Selects a relation in the shape of an entity. Every column of the shape is expected in
    the relation, except the keys made here and the columns named in `without`, which the
    source does not tell: they are null. -#}
{% macro conformed(entity, relation, without=[]) -%}
    {%- set types = {
        'string': dbt.type_string(),
        'gender': dbt.type_string(),
        'amount': 'decimal(18, 2)',
        'bigint': dbt.type_bigint(),
        'boolean': dbt.type_boolean(),
        'date': 'date',
        'timestamp': dbt.type_timestamp(),
    } -%}
    {%- set keys = {
        'account_key': 'account_id',
        'order_key': 'order_id',
        'refund_key': 'refund_id',
        'interaction_key': 'interaction_id',
        'referrer_account_key': 'referrer_account_id',
    } -%}
select
    {%- for column, type in conformed_shape(entity) %}
    {%- if column in without %}
    {%- set value = 'null' %}
    {%- elif column in keys %}
    {%- set value = channel_key(keys[column]) %}
    {%- elif type == 'gender' %}
    {%- set value = gender_word(column) %}
    {%- else %}
    {%- set value = column %}
    {%- endif %}
    cast({{ value }} as {{ types[type] }}) as {{ column }}
    {{- "," if not loop.last }}
    {%- endfor %}
from {{ relation }}
{%- endmacro %}
