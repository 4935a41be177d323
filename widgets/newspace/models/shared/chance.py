"""Probability of success after a few successes and failures.

Source of the rule: P.-S. Laplace's rule of succession, the mean of a Beta distribution (any textbook of probability).
"""

from __future__ import annotations


def chance_of_next_success(successes: int, attempts: int, prior_a: float = 1.0, prior_b: float = 1.0) -> float:
    """Compute the probability that the next attempt succeeds, given the attempts so far.

    With a Beta(a, b) prior it is (a + s) / (a + b + n); a = b = 1 assumes that before the first attempt
    every chance between 0 and 1 was equally likely (Laplace's rule of succession).

    Parameters
    ----------
    successes, attempts : int
        How many of the attempts so far succeeded; 0 ≤ successes ≤ attempts.
    prior_a, prior_b : float
        The prior's parameters; above 0.

    Raises
    ------
    ValueError
        If the numbers cannot be counts of successes and attempts, or a prior is not above 0.
    """
    if not 0 <= successes <= attempts:
        raise ValueError(f"successes must lie between 0 and attempts; got {successes} of {attempts}")
    if prior_a <= 0 or prior_b <= 0:
        raise ValueError("prior_a and prior_b must be above 0")
    return (prior_a + successes) / (prior_a + prior_b + attempts)


def chance_of_any_success(attempts_so_far: int, attempts_to_come: int) -> float:
    """Compute the probability of at least one success in the attempts to come, after none so far, with a uniform prior.

    All fail with probability (n + 1) / (n + m + 1), where *n* have failed so far and *m* are to come:
    each further failure raises our estimate that the next attempt fails, so for us the attempts are not independent. The rocket does not
    change by it.

    Raises
    ------
    ValueError
        If a number of attempts is negative.
    """
    if attempts_so_far < 0 or attempts_to_come < 0:
        raise ValueError("numbers of attempts cannot be negative")
    return attempts_to_come / (attempts_so_far + attempts_to_come + 1)
