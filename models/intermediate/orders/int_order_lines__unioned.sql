{{ unioned([
    'stg_tmall__order_lines',
    'stg_jd__order_lines',
    'stg_pos__order_lines',
    'stg_mini_program__order_lines',
    'stg_standard__order_lines',
]) }}
