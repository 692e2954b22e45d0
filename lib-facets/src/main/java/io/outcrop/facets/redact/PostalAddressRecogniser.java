package io.outcrop.facets.redact;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds postal addresses by how streets are called in some languages, beside a house number. */
final class PostalAddressRecogniser implements Recogniser {
  private static final String NAME = "[\\p{L}'.-]{2,30}";

  private static final List<Pattern> FORMS =
      List.of(
          // 12 Main Street, 221B Baker St.
          form(
              "\\d{1,5}[A-Za-z]? (?:"
                  + NAME
                  + " ){1,3}(?:street|st|avenue|ave|road|rd|lane|ln"
                  + "|boulevard|blvd|terrace|crescent)"),
          // Hauptstraße 5, Am Markt-Platz 7, Kerkstraat 12
          form(
              "\\p{L}{2,30}(?:straße|strasse|str\\.|gasse|weg|allee|platz|straat|laan|gatan|vägen|vej)"
                  + " \\d{1,4}[a-z]?"),
          // 12 rue de la Paix
          form(
              "\\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|chemin|impasse|place|quai) (?:"
                  + NAME
                  + " ?){1,4}"),
          // Calle Mayor 5, Via Roma 12, Rua Augusta 100, ulica Długa 3
          form(
              "(?:calle|avenida|plaza|paseo|via|viale|corso|piazza|rua|travessa|ulica|ul\\.) (?:"
                  + NAME
                  + " ){1,4}(?:n[.º°]? ?)?\\d{1,5}"));

  private static Pattern form(String regex) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])" + regex + "(?![\\p{L}\\p{N}])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.digits() >= 1;
  }

  @Override
  public void find(String text, Findings findings) {
    for (Pattern form : FORMS) {
      Matcher matcher = form.matcher(text);
      while (matcher.find()) {
        findings.add(Kind.ID, matcher.start(), matcher.end());
      }
    }
  }
}
