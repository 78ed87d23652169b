"""What became of a request, in one sentence: queued, under way, what was seen, or why it failed."""

from __future__ import annotations

from auditor.model import ActionKind, ActionRequest, ActionState, Life
from auditor.pipeline.recheck_texts import unexamined_reason
from auditor.report.words import Words


def action_sentence(words: Words, request: ActionRequest) -> str:
    """Return what became of a request."""
    match request.state:
        case ActionState.RUNNING:
            done, known = request.progress
            return words("actions.running", done=done, known=known) if known else words("actions.begun")
        case ActionState.FAILED:
            return words("actions.failed", reason=request.outcome)
        case ActionState.DONE:
            return _done(words, request)
    return words(f"actions.{request.state.value}")


def recheck_results(words: Words, request: ActionRequest) -> list[str]:
    """Return what a re-check saw of each finding; what was not examined is stated as such, with the reason."""
    sentences = []
    for seen in request.results:
        text = words(f"actions.seen_{seen.life.value}", seen=seen.examined, places=seen.places)
        why = unexamined_reason(words, seen.reason, seen.address) if seen.reason else ""
        sentences.append(text + words("actions.because", reason=why) if why else text)
    return sentences


def _done(words: Words, request: ActionRequest) -> str:
    match request.kind:
        case ActionKind.RECHECK if len(request.results) == 1:
            return recheck_results(words, request)[0]
        case ActionKind.RECHECK:
            lives = [seen.life for seen in request.results]
            counts = {life.value: lives.count(life) for life in (Life.FIXED, Life.LASTING, Life.UNEXAMINED)}
            return words("actions.seen_several", n=len(lives), **counts)
        case ActionKind.RUN:
            return words("actions.run_done", number=request.outcome)
        case ActionKind.WAIVER:
            return words("actions.waiver_done", waiver=request.outcome)
    return words("actions.done")
