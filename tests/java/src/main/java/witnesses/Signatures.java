package witnesses;

import eu.europa.esig.dss.enumerations.TokenExtractionStrategy;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the EU's DSS what the signatures of files are worth, offline: only the proofs that a file carries.
 *
 * <p>The arguments are trusted roots (PEM or DER, one certificate each). Each line of standard input is a
 * file; each line of standard output is one JSON object, in the same order.
 */
public final class Signatures {
  private Signatures() {}

  public static void main(String[] roots) {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    for (String root : roots) {
      trusted.addCertificate(DSSUtils.loadCertificate(new File(root)));
    }
    for (String line : Lines.in()) {
      System.out.println(judged(line, trusted));
    }
  }

  private static String judged(String file, CommonTrustedCertificateSource trusted) {
    List<String> signatures = new ArrayList<>();
    String failure = null;
    try {
      SimpleReport report = report(file, trusted);
      for (String id : report.getSignatureIdList()) {
        signatures.add(signature(report, id));
      }
    } catch (Exception error) {
      failure = error.toString();
    }
    return Json.object("file", file, "failure", failure, "signatures", signatures);
  }

  private static SimpleReport report(String file, CommonTrustedCertificateSource trusted) {
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    verifier.setAIASource(null);
    SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
    validator.setCertificateVerifier(verifier);
    validator.setTokenExtractionStrategy(TokenExtractionStrategy.NONE);
    Reports reports = validator.validateDocument();
    return reports.getSimpleReport();
  }

  private static String signature(SimpleReport report, String id) {
    List<String> timestamps = new ArrayList<>();
    report
        .getSignatureTimestamps(id)
        .forEach(stamp -> timestamps.add(String.valueOf(stamp.getIndication())));
    List<String> errors = new ArrayList<>();
    report.getAdESValidationErrors(id).forEach(message -> errors.add(message.getValue()));
    List<String> warnings = new ArrayList<>();
    report.getAdESValidationWarnings(id).forEach(message -> warnings.add(message.getValue()));
    return Json.object(
        "by", report.getSignedBy(id),
        "level", report.getSignatureFormat(id),
        "indication", report.getIndication(id),
        "subIndication", report.getSubIndication(id),
        "timestamps", timestamps,
        "errors", errors,
        "warnings", warnings);
  }
}
