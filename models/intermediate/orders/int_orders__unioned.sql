{{ unioned([
    'stg_tmall__orders',
    'stg_jd__orders',
    'stg_pos__orders',
    'stg_mini_program__orders',
    'stg_standard__orders',
]) }}
