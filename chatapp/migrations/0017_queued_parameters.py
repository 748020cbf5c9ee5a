from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('chatapp', '0016_transfers')]

    operations = [
        migrations.AlterField(model_name="queued", name="parameters", field=models.JSONField(null=True)),
        # Nobody's choice was kept until now.
        migrations.RunSQL("UPDATE chatapp_queued SET parameters = NULL", "UPDATE chatapp_queued SET parameters = '{}'"),
    ]
