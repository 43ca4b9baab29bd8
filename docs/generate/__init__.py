"""Makes the pages of the documentation site: those written by hand, and those that code and data tell."""
