"""Who out there is who in here: candidates, scores, proposals, decisions; a module per outside dataset."""
