"""Spreadsheets in and out: row models, names resolved to entities, rows as TriG."""
