"""Facts in from spreadsheets, CSV and JSON Lines, and out again: reading, naming, checking, writing."""
