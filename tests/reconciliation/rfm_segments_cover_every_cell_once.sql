-- Each of the 125 cells of the segment map has exactly one segment; stops with the
-- cells that do not.
{{ cells_claimed_once(
    'rfm_segments', rfm_cells(),
    "concat('R', recency_band, ' F', frequency_band, ' M', monetary_band)",
    'segment_code'
) }}
