"""Colombian data, checked and put into one form. Pure; each answers a sentence in Spanish or nothing."""

from forms.validators.addresses import read_address
from forms.validators.documents import DocumentProblem, check_digit, read_document
from forms.validators.parcels import read_parcel_key

__all__ = ["DocumentProblem", "check_digit", "read_address", "read_document", "read_parcel_key"]
