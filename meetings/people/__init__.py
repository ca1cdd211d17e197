"""People: who they are, what posts they hold, how they sign in, and their seats in meetings."""
