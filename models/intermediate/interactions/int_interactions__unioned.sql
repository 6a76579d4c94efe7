{{ unioned([
    'stg_mini_program__interactions',
    'stg_wecom__interactions',
    'stg_standard__interactions',
]) }}
