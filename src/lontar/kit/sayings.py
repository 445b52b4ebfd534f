"""What science says, in the language of whoever reads it: a template is translated, then filled."""

from datetime import date

from django.utils.translation import gettext, ngettext

from lontar.kit.formats import day
from lontar.science.trouble import Finding, Refusal, Translate, Values, said


def told(template: str, values: Values) -> str:
    """The sentences of a message in the active language; what was stored as plain text comes back as it is."""
    return said(template, written(values), translator(values))


def written(values: Values) -> Values:
    """A day among the values as the page writes days; everything else as it is."""
    return {name: day(value) if isinstance(value, date) else value for name, value in values.items()}


def translator(values: Values) -> Translate:
    """How the sentences of one message are translated; a count `n` among its values chooses one or many."""
    count = values.get("n")

    def translate(sentence: str) -> str:
        if isinstance(count, str | int) and str(count).isdigit():
            several = ngettext(sentence, sentence, int(count))
            if several != sentence:
                return several
        return gettext(sentence)

    return translate


def finding_told(finding: Finding) -> dict[str, object]:
    """A finding as JSON, its message in the active language."""
    return finding.as_json(translator(finding.values))


def placed(refusal: Refusal) -> str:
    """Message and advice in the active language, with the line of the text that is meant, where there is one."""
    told_ = " ".join(filter(None, refusal_told(refusal)))
    line = getattr(refusal, "line", 0)
    return f"{gettext('Baris')} {line}: {told_}" if line else told_


def refusal_told(refusal: Refusal) -> tuple[str, str]:
    """Message and advice of a refusal in the active language."""
    return told(refusal.template, refusal.values), told(refusal.advice_template, refusal.values)
