"""Signs as other people's tools do, with pyHanko and the keys of `authority`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.signatures.attacks.authority import NOW, Authority, Holder


class _RudeSigner(PdfSigner):
    """Signs whatever earlier signatures forbid."""

    def _enforce_certification_constraints(self, reader: Any) -> None:
        pass


@dataclass
class Pen:
    """One way to sign.

    Attributes:
        at: moment of the timestamps and of the revocation data.
        placement: where pyHanko writes the proofs.
    """

    authority: Authority
    who: Holder
    level: str = "B-LTA"
    at: datetime = NOW
    name: str = "Firma"
    box: tuple[int, int, int, int] | None = None
    page: int = 0
    docmdp: MDPPerm | None = None
    lock: FieldMDPSpec | None = None
    subfilter: SigSeedSubFilter = SigSeedSubFilter.PADES
    digest: str = "sha256"
    pss: bool = False
    placement: SigDSSPlacementPreference = SigDSSPlacementPreference.SEPARATE_REVISION
    vri: bool = True
    tsa: Holder | None = None
    style: Any = None

    extra: dict[str, Any] = field(default_factory=dict)

    def sign(self, pdf: bytes) -> bytes:
        """The PDF with one more signature in a new field."""
        lock = self.lock
        spec = SigFieldSpec(self.name, on_page=self.page, box=self.box, field_mdp_spec=lock)
        return self._signed(pdf, spec)

    def sign_waiting(self, pdf: bytes) -> bytes:
        """The PDF signed in a field that is there."""
        return self._signed(pdf, None)

    def _signed(self, pdf: bytes, spec: SigFieldSpec | None) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        signer = self._pdf_signer(self.level in {"B-LT", "B-LTA"}, spec)
        signed: bytes = signer.sign_pdf(writer, bytes_reserved=32768).getvalue()
        return signed

    def _pdf_signer(self, proofs: bool, spec: SigFieldSpec | None) -> PdfSigner:
        metadata = PdfSignatureMetadata(
            field_name=self.name,
            md_algorithm=self.digest,
            subfilter=self.subfilter,
            embed_validation_info=proofs,
            use_pades_lta=self.level == "B-LTA",
            validation_context=context(self.authority, self.at) if proofs else None,
            certify=self.docmdp is not None,
            docmdp_permissions=self.docmdp or MDPPerm.FILL_FORMS,
            dss_settings=DSSContentSettings(include_vri=self.vri, placement=self.placement),
            **self.extra,
        )
        stamper = None if self.level == "B-B" else timestamper(self.authority, self.at, self.tsa)
        style = {"stamp_style": self.style} if self.style else {}
        return _RudeSigner(metadata, self.hand(), timestamper=stamper, new_field_spec=spec, **style)

    def hand(self) -> SimpleSigner:
        """pyHanko's signer."""
        store = SimpleCertificateStore()
        above: Sequence[Any] = self.who.above
        store.register_multiple([Holder(certificate, None).asn1 for certificate in above])
        return SimpleSigner(
            self.who.asn1, self.who.asn1_key, store, prefer_pss=self.pss, embed_roots=False
        )


class _Stamper(DummyTimeStamper):
    """A TSA whose clock goes on by a minute with every token."""

    def request_tsa_response(self, req: Any) -> Any:
        assert self.fixed_dt is not None
        self.fixed_dt += timedelta(minutes=1)
        return super().request_tsa_response(req)


def timestamper(authority: Authority, at: datetime, tsa: Holder | None = None) -> DummyTimeStamper:
    """The authority's TSA at some moment."""
    holder = tsa or authority.tsa
    return _Stamper(holder.asn1, holder.asn1_key, fixed_dt=at)


def context(authority: Authority, at: datetime, **changes: Any) -> ValidationContext:
    """What pyHanko needs to collect proofs, all at hand."""
    return ValidationContext(
        trust_roots=[authority.root.asn1],
        other_certs=[authority.issuer.asn1, authority.tsa.asn1],
        crls=authority.crls(at),
        allow_fetching=False,
        moment=at,
        best_signature_time=at,
        **({"revocation_mode": "soft-fail"} | changes),
    )


def stamped(pdf: bytes, authority: Authority, at: datetime, name: str = "Estampa") -> bytes:
    """The PDF with proofs of that day and one more document timestamp."""
    stamper = PdfTimeStamper(timestamper(authority, at), field_name=name)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    out = stamper.timestamp_pdf(
        writer, "sha256", validation_context=context(authority, at), bytes_reserved=16384
    )
    result: bytes = out.getvalue()
    return result


def renewed(pdf: bytes, authority: Authority, at: datetime) -> bytes:
    """The PDF with its archive timestamps renewed by pyHanko's own function."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415

    stamper = PdfTimeStamper(timestamper(authority, at))
    out = stamper.update_archival_timestamp_chain(
        PdfFileReader(BytesIO(pdf)), context(authority, at)
    )
    result: bytes = out.getvalue()
    return result


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
