"""What waits for somebody today: new reports, a reporter's next word, what is due, and its mail."""
