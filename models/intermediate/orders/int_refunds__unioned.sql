{{ unioned([
    'stg_tmall__refunds',
    'stg_jd__refunds',
    'stg_pos__refunds',
    'stg_mini_program__refunds',
    'stg_standard__refunds',
]) }}
