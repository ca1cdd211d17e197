"""Refusals: what the house says no to, by code and parameters.

The domain raises the code; the doors put it into the reader's language.
"""


class Refusal(Exception):
    """A refused act; `code` is for the program, `parameters` fill the sentence for the person."""

    def __init__(self, code: str, **parameters: object) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


class Invalid(Refusal):
    """What arrived does not have the shape or size it must have."""


class NotSignedIn(Refusal):
    """Nobody is signed in where somebody must be."""


class NotPermitted(Refusal):
    """The person may see the thing, but may not do this to it."""


class NotFound(Refusal):
    """There is no such thing, or none that the person may know of."""


class Conflict(Refusal):
    """The thing has changed meanwhile, or its state does not allow the act."""


class Unavailable(Refusal):
    """A tool or service that the act needs is not there."""
