"""Hand the templates the names and sentences of names.py, talking.py, sayings.py and charts.py."""

from typing import Any

from flask import Flask

from assistant import lexicon
from assistant.bootstrap import Assistant
from assistant.outreach.today import last_words
from assistant.rules.ads import Channel
from assistant.rules.safe_contact import limits_of
from assistant.web import absence, charts, joining, names, talking, topic_names, traffic_said, veil, whose_said
from assistant.web.language import ago, span
from assistant.web.sayings import say_refusal
from assistant.web.sessions import house, now

SAID = (
    names.hook_name,
    names.channel_name,
    names.way_name,
    topic_names.topic_name,
    names.help_name,
    names.help_shape,
    names.help_tone,
    names.reason_name,
    names.note_name,
    names.place_name,
    names.source_name,
    names.urgency_name,
    names.asked_name,
    names.step_state,
    names.shared_name,
    names.letter_blank_name,
    names.referral_sign,
    names.ending_name,
    names.blank_name,
    names.blank_spellings,
    talking.why,
    talking.shown_point,
    talking.masked,
    talking.same_language,
    talking.length_said,
    talking.way_note,
    talking.can_override,
    talking.certainty_said,
    talking.budget_of,
    talking.budget_said,
    talking.strand_of,
    talking.who_wrote_last,
    talking.due_said,
    talking.changes_said,
    talking.ended_hook_said,
    talking.reason_said,
    talking.next_step,
    talking.card_line,
    limits_of,
    talking.card_is_old,
    talking.ad_said,
    talking.state_said,
    talking.unsent_said,
    talking.because,
    talking.marked,
    talking.noticed_danger,
    talking.board_heading,
    talking.board_line,
    talking.figures_said,
    talking.hours_of,
    talking.lock_screen_words,
    charts.reply_chart,
    traffic_said.trouble_said,
    traffic_said.waiting_said,
    traffic_said.arrival_said,
    traffic_said.not_kept_said,
    traffic_said.channel_title,
    traffic_said.channel_short,
    traffic_said.sender_said,
    traffic_said.knock_said,
    whose_said.whose_said,
    whose_said.who_has_said,
    whose_said.handover_said,
    whose_said.silence_said,
    whose_said.away_until,
    say_refusal,
    last_words,
    joining.why_alike,
    joining.undo_until,
    veil.is_veiled,
    veil.veil_said,
    veil.last_quoted,
    veil.last_heard,
    veil.note_said,
    ago,
)


def set_up(app: Flask, assistant: Assistant) -> None:
    """Register everything once; what depends on the request is asked when it is used."""
    app.jinja_env.globals.update({function.__name__: function for function in SAID})
    app.jinja_env.globals.update(
        age_parts=lambda since: dict(zip(("number", "unit"), span(now() - since), strict=True)),
        span_words=talking.span_words,
        channels=tuple(Channel),
        all_languages=lexicon.languages(),
        absence_said=absence.said,
        config_days=assistant.config.retention.ad_text_days,
    )
    app.jinja_env.filters.update(lock_clock=talking.lock_clock, weekday_day=talking.weekday_day)
    app.context_processor(_labels)


def _labels() -> dict[str, Any]:
    return {"card_labels": names.card_labels(), "country": house().desk.country}
