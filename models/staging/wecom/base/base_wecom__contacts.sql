{{ checked_rows('wecom', 'contacts') }}
