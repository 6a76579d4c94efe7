-- Each lifecycle stage has exactly one value layer for each value band; stops with
-- those that do not.
{{ cells_claimed_once(
    'value_layers', value_layer_cells(),
    "concat(stage_code, ' with value band ', value_band)",
    'layer_code'
) }}
