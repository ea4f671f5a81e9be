"""The school's action plan: its sections with their history, its yearly revision, input to it."""
