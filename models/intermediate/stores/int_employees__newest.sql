-- The newest record of each employee over all channels. Grain: employee.
{{ newest_over_channels('stg_standard__employees', 'employee_id', [
    'store_id',
    'name_hash',
    'role',
    'joined_on',
    'left_on',
]) }}
