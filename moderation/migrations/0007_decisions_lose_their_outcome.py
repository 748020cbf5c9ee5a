from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0006_decisions_have_measures'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='decision',
            name='outcome',
        ),
    ]
