"""Whether something about her may leave: with her yes (how and when), or as an exception that two of us agreed to. One rule for all."""

from assistant.errors import NotPossible
from assistant.rules.pathways import Asked
from assistant.store.accounts import Account
from assistant.store.models import StepState


def check_answers(*, knows: Asked, agrees: Asked) -> None:
    """She can only agree to what she knows. Raises NotPossible("agrees_unknowing")."""
    if agrees is Asked.YES and knows is not Asked.YES:
        raise NotPossible("agrees_unknowing")


def check_second(state: StepState, *, asked_by: int | None, by: Account) -> None:
    """Whether `by` may decide as the second person. Raises NotPossible("decided" | "same_two")."""
    if state is not StepState.WAITING:
        raise NotPossible("decided")
    if asked_by == by.id:
        raise NotPossible("same_two")
