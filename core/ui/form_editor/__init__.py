"""The form editor on screen: one question on the desk, and the versions that were published."""
