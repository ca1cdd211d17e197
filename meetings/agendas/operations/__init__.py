"""What may be done about meetings: prepared, seated, planned, and given papers."""
