"""Order forms, one for each verb: what was typed becomes a frozen order, or one clear sentence per mistake."""

from studio.forms.base import OrderForm
from studio.forms.films import AnimateOrderForm, ChangeOrderForm, ExtendOrderForm, VideoOrderForm
from studio.forms.pictures import EditOrderForm, PictureOrderForm
from studio.forms.slots import Wanted, named_in
from studio.verbs import Verb

__all__ = [
    "FORMS",
    "AnimateOrderForm",
    "ChangeOrderForm",
    "EditOrderForm",
    "ExtendOrderForm",
    "OrderForm",
    "PictureOrderForm",
    "VideoOrderForm",
    "Wanted",
    "named_in",
]

FORMS: dict[Verb, type[OrderForm]] = {
    Verb.IMAGINE: PictureOrderForm,
    Verb.EDIT: EditOrderForm,
    Verb.ANIMATE: AnimateOrderForm,
    Verb.FILM: VideoOrderForm,
    Verb.CHANGE: ChangeOrderForm,
    Verb.EXTEND: ExtendOrderForm,
}
