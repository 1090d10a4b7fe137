"""Where a conversation stands, and the moves that are allowed."""

from enum import StrEnum

from assistant.errors import AssistantError


class Stage(StrEnum):
    """NEW nobody wrote yet · WRITTEN we wrote, no answer · TALKING · STALLED a conversation fell silent · OPEN_DOOR no more messages
    of ours, she may always write · STOPPED she does not want to hear from us."""

    NEW = "new"
    WRITTEN = "written"
    TALKING = "talking"
    STALLED = "stalled"
    OPEN_DOOR = "open_door"
    STOPPED = "stopped"


class Step(StrEnum):
    """What happens to a conversation."""

    WE_WROTE = "we_wrote"
    SHE_WROTE = "she_wrote"
    MET = "met"
    FELL_SILENT = "fell_silent"
    LET_REST = "let_rest"
    STOPPED = "stopped"
    STOP_LIFTED = "stop_lifted"


class NotAllowed(AssistantError):
    """This step cannot be taken from this stage."""

    def __init__(self, stage: Stage, step: Step) -> None:
        super().__init__(f"{step} cannot follow {stage}")
        self.stage = stage
        self.step = step


_MOVES: dict[Step, dict[Stage, Stage]] = {
    Step.WE_WROTE: {
        Stage.NEW: Stage.WRITTEN,
        Stage.WRITTEN: Stage.WRITTEN,
        Stage.TALKING: Stage.TALKING,
        Stage.STALLED: Stage.STALLED,
        Stage.OPEN_DOOR: Stage.OPEN_DOOR,
    },
    Step.FELL_SILENT: {
        Stage.WRITTEN: Stage.WRITTEN,
        Stage.TALKING: Stage.STALLED,
        Stage.STALLED: Stage.STALLED,
    },
    Step.STOP_LIFTED: {Stage.STOPPED: Stage.TALKING},
}


def after(stage: Stage, step: Step) -> Stage:
    """The stage after `step`. Raises NotAllowed; of us, nothing may leave for somebody who asked us to stop."""
    if step is Step.STOPPED:
        return Stage.STOPPED
    if step in (Step.SHE_WROTE, Step.MET):
        return Stage.STOPPED if stage is Stage.STOPPED else Stage.TALKING
    if step is Step.LET_REST and stage is not Stage.STOPPED:
        return Stage.OPEN_DOOR
    moves = _MOVES.get(step, {})
    if stage not in moves:
        raise NotAllowed(stage, step)
    return moves[stage]
