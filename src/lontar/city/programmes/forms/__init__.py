"""What may be typed into the pages of programmes."""

from lontar.city.programmes.forms.agencies import KINDS, AgencyNameForm, AgreementForm, AliasForm, EndForm, LinkForm
from lontar.city.programmes.forms.catalogue import (
    GIVES,
    PAYERS,
    PILLARS,
    REACHES,
    STAGES,
    BudgetForm,
    CatalogueSearch,
    NewLineForm,
    OutputForm,
    RealisationForm,
    TagsForm,
)
from lontar.city.programmes.forms.files import MEANINGS, BudgetFileForm, BudgetLayoutForm, BudgetSampleForm
from lontar.city.programmes.forms.proposals import REFUSED, AnswerForm, RecipientListForm, SettleForm, WithdrawForm

__all__ = [
    "GIVES", "KINDS", "MEANINGS", "PAYERS", "PILLARS", "REACHES", "REFUSED", "STAGES", "AgencyNameForm", "AgreementForm", "AliasForm", "AnswerForm",
    "BudgetFileForm", "BudgetForm", "BudgetLayoutForm", "BudgetSampleForm", "CatalogueSearch", "EndForm", "LinkForm", "NewLineForm", "OutputForm", "RealisationForm", "RecipientListForm",
    "SettleForm", "TagsForm", "WithdrawForm",
]  # fmt: skip
