"""The committee's page: a tallrapport made, approved, commented on, taken along; its own input."""
