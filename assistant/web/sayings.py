"""Codes into words: refusals, findings, stages, in the language of the page. What happened, what did not, what you can do."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from assistant.errors import HeldByOther, NotPossible, Refused
from assistant.rules.cadence import WhyNot
from assistant.rules.safe_contact import Outside
from assistant.web import language

NOT_POSSIBLE = {
    "no_point": _l("There is no number, address or name to write to yet. Fill one in."),
    "bad_number": _l("That is not a phone number we can read. Write it with its country code, such as +31 6 …"),
    "bad_email": _l("That is not an e-mail address."),
    "bad_handle": _l("That name cannot be right: a name has no spaces."),
    "other_team": _l("Another team is already in touch with her. Ask them; nothing was stored."),
    "taken": _l("Somebody just stored this number with another person. Nothing was stored; read the text again."),
    "empty_message": _l("There are no words to send yet."),
    "empty_reply": _l("Paste or type what she wrote first."),
    "empty_note": _l("Write something down first."),
    "future": _l("That moment has not come yet. Check the date."),
    "template_not_in_use": _l("Nobody approved that template in this language. Choose another one."),
    "blocked_words": _l("Not approved: the words that are marked must change first. Your text is kept."),
    "stop_stays": _l("She asked us to stop. That stays, until she writes again and a supervisor looks at it."),
    "not_stopped": _l("There is no stop to take off."),
    "reason_needed": _l("Write down why. Nothing was changed."),
    "needs_her_message": _l("A stop can only be taken off after she wrote to us herself."),
    "supervisor_needed": _l("Only a supervisor can do this."),
    "she_waits": _l("She waits for our answer. Answer her, or say that none is needed; then it can rest."),
    "postpone_date": _l("Choose a day between tomorrow and four months from now."),
    "a_list": _l("This holds many numbers. Paste one ad at a time; nothing was stored."),
    "same_person": _l("That is the same thread. Choose somebody else."),
    "both_unknown": _l(
        "Of both nobody knows whether our last message left. Say that first, in one of the two threads. Nothing was changed."
    ),
    "too_late": _l("Undoing was possible for thirty days, and those are over. You can still split the thread."),
    "newer_first": _l("Something was joined or split after this. Undo that first; nothing was changed."),
    "nothing_left": _l("Leave the first person at least one way to reach her, or choose that both use it."),
    "not_on_this_number": _l("She is not on this number any more. Nothing was moved."),
    "stopped": _l("She asked us to stop, so there is nothing to plan."),
    "nobody_chosen": _l("Choose whose words these are."),
    "no_channel": _l("There is no gateway that reaches this. Choose another way."),
    "belongs_to_somebody": _l("That number belongs to somebody we know. Use your own phone for a test."),
    "empty_help": _l("Write down what she asks for, in her own words where you can."),
    "due_date": _l("Choose a day from today to a year from now."),
    "help_ended": _l("This has ended already. Put a new request on the list."),
    "not_a_colleague": _l("Choose a colleague of your own team."),
    "card_hours": _l("Fill in both hours, or neither."),
    "unknown_topic": _l("Choose what it is about."),
    "choose_one": _l("Choose one of the answers. Nothing was kept yet."),
    "empty_observation": _l("Write down what you saw or heard. Nothing was kept yet."),
    "told_needed": _l("Write down what is told, and to whom. Nothing was kept yet."),
    "how_needed": _l("Write down how and when she agreed, or why it cannot wait for that. Nothing was kept yet."),
    "agrees_unknowing": _l("She can only agree to what she knows. Say that she knows, or that she did not agree yet."),
    "same_two": _l("Two people decide on this: ask a colleague to look."),
    "decided": _l("A colleague has already decided on this."),
    "observation_ended": _l("This has ended. Note a new observation if there is something new."),
    "second_waits": _l("A step still waits for a second person. Decide on that first."),
    "note_needed": _l("Write down what your colleague should know. Nothing was changed."),
    "word_needed": _l("Say in a word why not. Nothing was changed."),
    "hers_already": _l("Choose another colleague. To write with her yourself, take her over."),
    "not_yours": _l("Only who writes with her hands her over, or a supervisor. You can take her over, with a reason."),
    "colleague_away": _l("That colleague is away. Choose another one, or wait."),
    "already_offered": _l("She is offered to somebody already. Take that back first."),
    "absence_days": _l("Choose a first and a last day, from today to a year from now."),
    "through_referral": _l("Choose where she is referred to. Nothing was changed."),
    "topic_name": _l("Give the topic a name of at most 60 characters."),
    "topic_taken": _l("There is a topic with this name already."),
    "too_many_topics": _l("There are very many topics already. Rename one that nobody uses."),
    "last_topic": _l("This one stays: what fits nowhere else goes here."),
    "offer_name": _l("Give it a name, as you would say it to her."),
    "offer_line": _l("One of the lines is too long, or holds more than one line."),
    "offer_link": _l("A link begins with https:// and has no spaces."),
    "organisation_name": _l("Fill in what the organisation is called."),
    "organisation_text": _l("One of the fields is too long. Nothing was kept yet."),
    "choose_organisation": _l("Choose an organisation from the address book."),
    "bad_language": _l("Choose a language."),
    "nothing_shared": _l(
        "Choose what is shared; without that there is no letter. If she goes there herself, say that below."
    ),
    "not_her_point": _l("Choose one of her own numbers or addresses, one that is safe."),
    "under_way": _l("This question is with an organisation already. Look there first."),
    "agreed_when": _l("Fill in on which day she agreed: today or before."),
    "stop_needs_yes": _l("She asked us to stop. Without her own yes nothing about her leaves from here."),
    "no_consent": _l("Nothing leaves without her consent, or without two of us. Nobody agreed to this yet."),
    "referral_over": _l("This has left, or has ended already. Nothing was changed."),
    "not_with_them": _l("It is not with them now. Nothing was changed."),
    "letter_script": _l("The PDF cannot draw all these letters. Take the letter as text."),
    "visit_date": _l("Choose a day in the past year or the coming three months."),
    "visit_ended": _l("This round is over. Open it again first."),
    "visit_stands": _l(
        "Something happened with her since, so it stays as it is. Change the words if they are not right."
    ),
    "stopped_visit": _l("She asked us to leave her in peace, so no round looks in on her."),
    "nameless": _l("Write a number from 0 to 200."),
    "name_needed": _l("Write down a name to use for her; one she made up is fine."),
    "sent_long_ago": _l("That was more than a minute ago, or something happened since. It stays as it is."),
}


def say_not_possible(error: NotPossible) -> str:
    """One sentence for what cannot be done as things stand."""
    return str(NOT_POSSIBLE.get(error.reason) or _("That cannot be done as things stand. Nothing was changed."))


def say_refusal(refusal: Refused) -> str:
    """Why not now, and from when on: always one or two sentences."""
    if isinstance(refusal, HeldByOther):
        return _(
            "Not now, because %(name)s is writing to her. Ask, or wait until %(until)s.",
            name=refusal.name,
            until=_hour(refusal.until),
        )
    if refusal.reason == WhyNot.HOLIDAY:
        return _(
            "Not now, because it is %(name)s. From %(until)s you can.", name=refusal.name, until=_when(refusal.until)
        )
    said = {
        "suppressed": _("We no longer write to this number. That is her choice and it stays."),
        WhyNot.STOPPED: _("We no longer write to this number. That is her choice and it stays."),
        WhyNot.BUDGET_SPENT: _("Not now, because she got our messages and did not answer. The door stays open."),
        WhyNot.DOOR_OPEN: _("Not now, because we let this rest. When she writes, you can answer."),
        WhyNot.TOO_SOON: _(
            "Not yet, because our last message is too fresh. From %(until)s you can.", until=_when(refusal.until)
        ),
        WhyNot.NIGHT: _(
            "Not now, because we do not write at this hour. From %(until)s you can.", until=_when(refusal.until)
        ),
        "daily_cap": _(
            "Enough for today: you reached the number of new messages agreed for one day. Answers still go."
        ),
        "first_cap": _(
            "Enough new people for today: each may become a conversation that wants your time. Answers still go."
        ),
        "team_cap": _(
            "Enough for today: the team reached the number of new messages agreed for one day. Answers still go."
        ),
        "on_its_way": _(
            "Not now, because another message to this number is on its way, or nobody knows whether it left."
        ),
        Outside.POINT: _("Not to this number or address: her card says which ones are safe."),
        Outside.HOURS: _(
            "Not now: this is outside the hours on her card. From %(until)s you can.", until=_when(refusal.until)
        ),
        Outside.WORDS: _("Not with the word “%(word)s”: her card says not to mention it.", word=refusal.name or ""),
        Outside.NEUTRAL: _(
            "Not with “%(word)s”: somebody else may be reading. Only words that tell nothing of us or of her.",
            word=refusal.name or "",
        ),
    }
    return said.get(refusal.reason) or _("Not now. Your text is kept.")


def _hour(until: datetime | None) -> str:
    return language.clock_time(until) if until else _("later")


def _when(until: datetime | None) -> str:
    return language.moment(until) if until else _("later")
