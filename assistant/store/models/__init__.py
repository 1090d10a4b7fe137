"""The tables. Names are the field's (docs/words): contact, contact point, ad, message, suppression list, template.

Sealed (see sealed.py): contact points, alias, town, ad text, what was noticed, message bodies, notes, safe-contact cards.
Due dates are columns (`Contact.due_at`, `Message.lease_until`); the clock only asks who is due.
"""

from assistant.store.models.arrivals import Alarm, Arrival, ArrivalState, DeliveryState, Departure, Trouble
from assistant.store.models.care import HelpRequest, HelpState, Note, NoteKind, SafeContactCard, Urgency
from assistant.store.models.columns import HASH, closed
from assistant.store.models.danger import Observation, ObservationStep, Source, StepState
from assistant.store.models.figures import KeptCount, SideBySide
from assistant.store.models.handing import Absence, Handover, HandoverState
from assistant.store.models.hook_sentences import HookVersion
from assistant.store.models.imports import ImportBatch, ImportState, ImportTouched
from assistant.store.models.joining import Joining, JoiningKind, NotSame
from assistant.store.models.keeping import (
    DraftDue,
    Heartbeat,
    LogEntry,
    SearchDue,
    SearchFresh,
    SearchKey,
    SearchPacked,
    StoreMark,
)
from assistant.store.models.messages import (
    PENDING,
    TYPED_HOOK,
    Direction,
    Message,
    MessageKind,
    MessageState,
    StopAnswer,
)
from assistant.store.models.notices import Notice, NoticeKind, NoticeState
from assistant.store.models.offers import TeamOffer, TeamTopic
from assistant.store.models.people import Ad, Contact, DueFor, Point, PostponeReason, Suppression
from assistant.store.models.referrals import LetterVersion, Organisation, Referral, ReferralState
from assistant.store.models.talks import TalkWish
from assistant.store.models.templates import (
    MarkKind,
    OwnBlank,
    OwnBlankValue,
    Template,
    TemplateKind,
    TemplateMark,
    TemplateVersion,
    VersionState,
)
from assistant.store.models.visits import LookIn, PlaceKind, Visit, VisitColleague

__all__ = [
    "Absence",
    "Ad",
    "Alarm",
    "Arrival",
    "ArrivalState",
    "Contact",
    "DeliveryState",
    "Departure",
    "Direction",
    "DraftDue",
    "DueFor",
    "HASH",
    "Handover",
    "HandoverState",
    "Heartbeat",
    "HelpRequest",
    "HelpState",
    "ImportBatch",
    "ImportState",
    "ImportTouched",
    "Joining",
    "JoiningKind",
    "HookVersion",
    "KeptCount",
    "LetterVersion",
    "LogEntry",
    "LookIn",
    "MarkKind",
    "Message",
    "MessageKind",
    "MessageState",
    "Note",
    "NotSame",
    "NoteKind",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "Observation",
    "ObservationStep",
    "Organisation",
    "OwnBlank",
    "OwnBlankValue",
    "PENDING",
    "PlaceKind",
    "Point",
    "PostponeReason",
    "Referral",
    "ReferralState",
    "SafeContactCard",
    "SearchDue",
    "SearchFresh",
    "SearchKey",
    "SearchPacked",
    "SideBySide",
    "Source",
    "StepState",
    "StopAnswer",
    "StoreMark",
    "Suppression",
    "TYPED_HOOK",
    "TeamOffer",
    "TeamTopic",
    "TalkWish",
    "Template",
    "TemplateKind",
    "TemplateMark",
    "TemplateVersion",
    "Trouble",
    "Urgency",
    "VersionState",
    "Visit",
    "VisitColleague",
    "closed",
]
