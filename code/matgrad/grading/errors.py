"""The one error of this package: something that a person can put right, in one sentence."""


class GradingError(Exception):
    """An assignment, a paper or a request that cannot be used; the message says what was expected."""
