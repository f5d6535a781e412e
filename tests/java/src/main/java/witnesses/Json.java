package witnesses;

import java.util.ArrayList;
import java.util.List;

/** JSON of text, truth and lists, on one line. */
final class Json {
  private Json() {}

  static String object(Object... pairs) {
    List<String> members = new ArrayList<>();
    for (int place = 0; place < pairs.length; place += 2) {
      members.add(text((String) pairs[place]) + ": " + value(pairs[place + 1]));
    }
    return "{" + String.join(", ", members) + "}";
  }

  private static String value(Object value) {
    if (value == null || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof List<?> items) {
      return "[" + String.join(", ", items.stream().map(Json::value).toList()) + "]";
    }
    String plain = value.toString();
    return plain.startsWith("{\"") ? plain : text(plain);
  }

  private static String text(String plain) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char letter : plain.toCharArray()) {
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (letter < ' ' || letter > '~') {
        quoted.append(String.format("\\u%04x", (int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }
}
