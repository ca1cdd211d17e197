"""What an administrator runs: the demonstration, and programs that serve one process or many."""
