from django.db import migrations


class Migration(migrations.Migration):
    """The code reads `before` no more. The column stays a release longer: it is what tells the rooms above, whose own
    migrations come later than this one, which marks were ours; and code that still runs writes it.
    """

    dependencies = [
        ("moderation", "0013_assignments_and_second_readings"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("reached", "before")]),
    ]
