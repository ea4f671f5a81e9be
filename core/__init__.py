"""A school's work for a safe environment: each wing does a part, `ui` draws, `web` is the door."""
