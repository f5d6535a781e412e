package witnesses;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The orders on standard input, one a line. */
final class Lines {
  private Lines() {}

  static List<String> in() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
