{{ checked_rows('standard', 'kpi_targets') }}
