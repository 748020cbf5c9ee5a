"""The room's addresses, below /people/."""

from django.urls import include, path

from accounts.views import acts, age, invitations, me, people, set_up

urlpatterns = [
    path("auth/", include("allauth.account.urls")),
    path("auth/sessions/", include("allauth.usersessions.urls")),
    path("age/", age.age, name="age"),
    path("me/", me.me, name="me"),
    path("me/theme/", me.theme, name="theme"),
    path("me/export/", me.export, name="export"),
    path("me/leave/", me.leave, name="leave"),
    path("join/<str:token>/", invitations.join, name="join"),
    path("set-up/<str:token>/", set_up.first_administrator, name="set_up"),
    path("", people.listed, name="people"),
    path("audit/", acts.listed, name="audit"),
    path("audit/audit.csv", acts.sheet, name="audit-sheet"),
    path("invitations/", invitations.listed, name="invitations"),
    path("invitations/<uuid:invitation>/revoke/", invitations.revoke, name="revoke_invitation"),
    path("<uuid:person>/", people.shown, name="person"),
    path("<uuid:person>/suspend/", people.suspend, name="suspend"),
    path("<uuid:person>/unsuspend/", people.unsuspend, name="unsuspend"),
    path("<uuid:person>/roles/", people.give_roles, name="give_roles"),
    path("<uuid:person>/birth-date/", people.correct_birth_date, name="correct_birth_date"),
]
