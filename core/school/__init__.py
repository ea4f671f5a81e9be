"""The school itself: its year and days, classes, functions, profile, help lines and settings."""
