"""The room's addresses, below /usage/."""

from django.urls import path

from usage.views import house, own

urlpatterns = [
    path("", own.month, name="usage"),
    path("month.csv", own.month_csv, name="usage_csv"),
    path("house/", house.month, name="usage_house"),
    path("house/<uuid:person>/", house.person, name="usage_person"),
    path("house/<uuid:person>/allowance/", house.set_allowance, name="set_allowance"),
]
