"""Who is here: people and what each holds, passwords, sessions, how long a guesser waits."""
