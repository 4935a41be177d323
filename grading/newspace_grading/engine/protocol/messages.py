"""What the processes of the engine say to each other."""

from __future__ import annotations

import hashlib
import hmac


def progress_proof(secret: str, steps: int) -> str:
    """Compute the code that proves how many statements of a test were run: only the request that carried the secret can know it."""
    return hmac.new(secret.encode(), str(steps).encode(), hashlib.sha256).hexdigest()
