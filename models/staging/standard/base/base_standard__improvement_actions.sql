{{ checked_rows('standard', 'improvement_actions') }}
