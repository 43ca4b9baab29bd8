"""How good the data is: what is missing, how old and how well supported it is, how much it explains."""

from monazite.audit.auditing import Audit, audit
from monazite.audit.checks import findings

__all__ = ["Audit", "audit", "findings"]
