"""What the access test puts into addresses that name a thing: a file for each room.

Each room adds its own: by the name of the address, a function that makes a fresh thing of this person. `OWNED`: a thing
has one owner, and for everybody else it is not there. `SHARED`: a thing that whoever passes the door may see (staff
pages), or that is not a person's at all; also an address without a thing that needs something filled in.
"""

from tests.access_cases import (
    accounts,
    consents,
    desk,
    desk_glass,
    desk_locked,
    desk_removals,
    parlour,
    parlour_links,
    studio_orders,
    studio_works,
)
from tests.access_cases.things import Make, Thing

__all__ = ["OWNED", "SHARED", "Make", "Thing"]

OWNED: dict[str, Make] = {
    **accounts.OWNED,
    **parlour.OWNED,
    **parlour_links.OWNED,
    **studio_works.OWNED,
    **studio_orders.OWNED,
    **consents.OWNED,
    **desk.OWNED,
    **desk_glass.OWNED,
    **desk_locked.OWNED,
}

SHARED: dict[str, Make] = {
    **accounts.SHARED,
    **parlour.SHARED,
    **parlour_links.SHARED,
    **studio_works.SHARED,
    **studio_orders.SHARED,
    **consents.SHARED,
    **desk.SHARED,
    **desk_glass.SHARED,
    **desk_locked.SHARED,
    **desk_removals.SHARED,
}
