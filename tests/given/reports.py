"""A short form, to send reports with."""

from core.forms import form

FORM = form.Form(
    "report",
    {"nb": "Meld fra"},
    (
        form.Question(id="what_happened", kind="text", label={"nb": "Hva?"}, required=True),
        form.Question(
            id="kind",
            kind="many",
            label={"nb": "Hva slags?"},
            options=(
                form.Option("bullying", {"nb": "Mobbing"}, law="mobbing"),
                form.Option("violence", {"nb": "Vold"}, law="vold"),
                form.Option("exclusion", {"nb": "Utestenging"}, law="mobbing"),
            ),
        ),
    ),
)
VERSION = form.FormVersion(FORM, 1)
