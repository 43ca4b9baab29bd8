"""Who owns and controls whom, through chains and cross-holdings."""
