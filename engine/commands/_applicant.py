"""Who a case is of, as its columns keep it (inventory Part D, group G1)."""

from collections.abc import Mapping
from typing import Any


def applicant_name(applicant: Mapping[str, Any]) -> str:
    """Name of the person or company."""
    person = f"{applicant.get('first_names') or ''} {applicant.get('last_names') or ''}".strip()
    return str(applicant.get("business_name") or person or applicant.get("name") or "")


def applicant_columns(applicant: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a case by which its applicant is found and shown."""
    document = f"{applicant.get('doc_type') or ''} {applicant.get('doc_number') or ''}".strip()
    return {
        "applicant_name": applicant_name(applicant)[:200],
        "applicant_document": document[:30],
        "applicant_email": str(applicant.get("email") or ""),
    }
