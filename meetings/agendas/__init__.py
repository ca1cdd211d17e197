"""Agendas: meetings, their seats, their order of business, and the papers under each item."""
