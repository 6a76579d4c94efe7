{{ unioned([
    'stg_tmall__accounts',
    'stg_jd__accounts',
    'stg_pos__accounts',
    'stg_mini_program__accounts',
    'stg_wecom__accounts',
    'stg_crm__accounts',
    'stg_crm__paper_cards',
    'stg_standard__accounts',
]) }}
