"""The parts of validation: what is in view, what conforms for certain, pySHACL's verdicts, and findings."""
