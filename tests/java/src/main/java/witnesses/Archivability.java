package witnesses;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Asks veraPDF whether files keep a flavour of PDF/A or PDF/UA.
 *
 * <p>Each line of standard input is `FLAVOUR TAB FILE` ("3b", "3a", "ua1"); each line of standard output is
 * one JSON object, in the same order.
 */
public final class Archivability {
  private Archivability() {}

  public static void main(String[] arguments) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String line : Lines.in()) {
      String[] parts = line.split("\t", 2);
      System.out.println(judged(parts[0], Path.of(parts[1])));
    }
  }

  private static String judged(String name, Path file) {
    PDFAFlavour flavour = PDFAFlavour.fromString(name);
    List<String> broken = new ArrayList<>();
    boolean compliant = false;
    try (var content = Files.newInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(content, flavour);
        PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
      ValidationResult result = validator.validate(parser);
      compliant = result.isCompliant();
      for (TestAssertion found : result.getTestAssertions()) {
        if (found.getStatus() == TestAssertion.Status.FAILED) {
          broken.add(
              found.getRuleId().getClause()
                  + "-"
                  + found.getRuleId().getTestNumber()
                  + ": "
                  + found.getMessage());
        }
      }
    } catch (Exception error) {
      broken.add(error.toString());
    }
    return Json.object(
        "file", file.toString(), "flavour", name, "compliant", compliant, "broken", broken);
  }
}
