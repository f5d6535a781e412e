"""The declaration that certomancer works from: who exists, who issued whom, what answers where."""

from collections.abc import Mapping, Sequence
from typing import Any

ARCHITECTURE = "dev"
TSA_PATH = f"/{ARCHITECTURE}/tsa/tsa"
SERVICE_KEYS = ("root", "intermediate", "ocsp", "tsa", "seal")

_BEGIN = "2024-01-01T00:00:00+00:00"
_END = {"root": "2049-01-01", "intermediate": "2047-01-01", "tsa": "2045-01-01"}
_END_OTHERS = "2036-01-01"
_SIGNER_USES = ["digital_signature", "non_repudiation"]

Certificate = dict[str, Any]


def recipe(state: Mapping[str, Any], issued: Mapping[str, str]) -> dict[str, Any]:
    """Certomancer's configuration.

    Args:
        state: base_url, entity and people as kept by `authority`.
        issued: label to file of the certificates that exist already; the others are issued.
    """
    certificates = _certificates(state["people"])
    for label, certificate in certificates.items():
        if label in issued:
            certificate["certificate-file"] = issued[label]
        if label in state["revoked"]:
            certificate["revocation"] = {"revoked-since": state["revoked"][label]}
    return {
        "external-url-prefix": state["base_url"],
        "keysets": {
            ARCHITECTURE: {
                "path-prefix": "keys",
                "keys": {label: {"path": f"{label}.key.pem"} for label in certificates},
            }
        },
        "pki-architectures": {
            ARCHITECTURE: {
                "keyset": ARCHITECTURE,
                "entity-defaults": {"country-name": "CO"},
                "entities": _entities(state),
                "certs": certificates,
                "services": _services(),
            }
        },
    }


def _entities(state: Mapping[str, Any]) -> dict[str, Any]:
    authority = {"organization-name": "Entidad de certificación de desarrollo"}
    entity = {"organization-name": state["entity"]}
    services = {
        "root": authority | {"common-name": "Raíz de desarrollo"},
        "intermediate": authority | {"common-name": "Subordinada de desarrollo"},
        "ocsp": authority | {"common-name": "OCSP de desarrollo"},
        "tsa": authority | {"common-name": "Estampado cronológico de desarrollo"},
        "seal": entity | {"common-name": state["entity"]},
    }
    people = {person["label"]: entity | _holder(person) for person in state["people"]}
    return services | people


def _holder(person: Mapping[str, Any]) -> dict[str, Any]:
    document = person.get("document")
    return {"common-name": person["name"], "title": person["position"]} | (
        {"serial-number": document} if document else {}
    )


def _certificates(people: Sequence[Mapping[str, Any]]) -> dict[str, Certificate]:
    root_crl = _extension("crl_distribution_points", "crl-dist-url", {"crl-repo-names": ["root"]})
    authority_uses = ["key_cert_sign", "crl_sign"]
    time_stamping = {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]}
    certificates = {
        "root": _certificate("root", "root", 1, [_AUTHORITY, _uses(authority_uses)]),
        "intermediate": _certificate(
            "intermediate", "root", 2, [_AUTHORITY, _uses(authority_uses), root_crl]
        ),
        "tsa": _certificate("tsa", "root", 3, [_uses(_SIGNER_USES[:1]), time_stamping, root_crl]),
        "ocsp": _certificate(
            "ocsp",
            "intermediate",
            1,
            [
                _uses(_SIGNER_USES[:1]),
                {"id": "extended_key_usage", "value": ["ocsp_signing"]},
                {"id": "ocsp_no_check"},
            ],
        ),
        "seal": _certificate("seal", "intermediate", 2, _signer_extensions()),
    }
    for person in people:
        certificate = _certificate(
            person["label"], "intermediate", person["serial"], _signer_extensions()
        )
        certificate["validity"] = {
            "valid-from": person["not_before"] or _BEGIN,
            "valid-to": person["not_after"] or f"{_END_OTHERS}T00:00:00+00:00",
        }
        certificates[person["label"]] = certificate
    return certificates


def _signer_extensions() -> list[dict[str, Any]]:
    return [
        _uses(_SIGNER_USES),
        _extension("crl_distribution_points", "crl-dist-url", {"crl-repo-names": ["intermediate"]}),
        _extension(
            "authority_information_access",
            "aia-urls",
            {
                "ocsp-responder-names": ["intermediate"],
                "ca-issuer-links": [{"repo": "intermediate"}],
            },
        ),
    ]


_AUTHORITY = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}


def _uses(names: Sequence[str]) -> dict[str, Any]:
    return _extension("key_usage", "key-usage", list(names)) | {"critical": True}


def _extension(name: str, schema: str, params: object) -> dict[str, Any]:
    return {"id": name, "smart-value": {"schema": schema, "params": params}}


def _certificate(
    label: str, issuer: str, serial: int, extensions: Sequence[Mapping[str, Any]]
) -> Certificate:
    return {
        "subject": label,
        "issuer": issuer,
        "subject-key": label,
        "authority-key": issuer,
        "serial": serial,
        "validity": {
            "valid-from": _BEGIN,
            "valid-to": f"{_END.get(label, _END_OTHERS)}T00:00:00+00:00",
        },
        "extensions": list(extensions),
    }


def _services() -> dict[str, Any]:
    return {
        "ocsp": {
            "intermediate": {
                "for-issuer": "intermediate",
                "responder-cert": "ocsp",
                "signing-key": "ocsp",
                "validity-period": {"days": 1},
            }
        },
        "crl-repo": {
            issuer: {
                "for-issuer": issuer,
                "signing-key": issuer,
                "simulated-update-schedule": "P30D",
            }
            for issuer in ("root", "intermediate")
        },
        "cert-repo": {
            issuer: {"for-issuer": issuer, "publish-issued-certs": False}
            for issuer in ("root", "intermediate")
        },
        "time-stamping": {
            "tsa": {
                "signing-key": "tsa",
                "signing-cert": "tsa",
                "certs-to-embed": ["root"],
            }
        },
    }
