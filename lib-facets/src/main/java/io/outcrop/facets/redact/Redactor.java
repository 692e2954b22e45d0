package io.outcrop.facets.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Replaces personal data and secrets in a text by typed placeholders: {@code [email]}, {@code
 * [phone]}, {@code [key]}, {@code [card]}, {@code [iban]}, {@code [ip]}, {@code [url]}, {@code
 * [id]} and {@code [name]}.
 *
 * <p>It takes time linear in the text, never throws, and redacting twice changes nothing. It knows
 * shapes, not people: a person's name is recognised only where it was given to {@link #withNames}.
 */
public final class Redactor {
  /**
   * A replacement can lay bare another match, as in a text made of keys nested in keys. Honest
   * texts settle in two passes; what has not settled after these is withheld whole.
   */
  private static final int MAX_PASSES = 8;

  private static final String WITHHELD = "[withheld]";

  private static final Redactor STANDARD =
      new Redactor(
          List.of(
              new UrlRecogniser(),
              new PemRecogniser(),
              new KeyRecogniser(),
              new SecretRecogniser(),
              new RandomStringRecogniser(),
              new EmailRecogniser(),
              new IbanRecogniser(),
              new CardRecogniser(),
              new IpRecogniser(),
              new PhoneRecogniser(),
              new IdRecogniser()));

  private static final Redactor STRICT =
      STANDARD.and(List.of(new NationalIdRecogniser(), new PostalAddressRecogniser()));

  private final List<Recogniser> recognisers;

  private Redactor(List<Recogniser> recognisers) {
    this.recognisers = List.copyOf(recognisers);
  }

  /** The redactor that knows every kind but names. */
  public static Redactor standard() {
    return STANDARD;
  }

  /**
   * The standard one, and numbers that states give to people and postal addresses as well: for
   * short texts that are to be shown, where a false alarm costs little.
   */
  public static Redactor strict() {
    return STRICT;
  }

  /**
   * This redactor, with the given names replaced as well: whole words, whatever their case and
   * separators, the local part where a name is an e-mail address, and the parts of what looks like
   * a person's name. Names shorter than three characters and ordinary words are ignored.
   */
  public Redactor withNames(Collection<String> names) {
    NameRecogniser recogniser = NameRecogniser.of(names);
    if (recogniser.isEmpty()) {
      return this;
    }
    return and(List.of(recogniser));
  }

  private Redactor and(List<Recogniser> more) {
    List<Recogniser> all = new ArrayList<>(recognisers);
    all.addAll(more);
    return new Redactor(all);
  }

  /** The text with placeholders, or null for null. */
  public String redact(String text) {
    String current = text;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      if (current == null || current.isEmpty()) {
        return current;
      }
      String next = redactOnce(current);
      if (next.equals(current)) {
        return current;
      }
      current = next;
    }
    return WITHHELD;
  }

  private String redactOnce(String text) {
    Traits traits = Traits.of(text);
    Findings findings = new Findings();
    for (Recogniser recogniser : recognisers) {
      if (recogniser.mayMatch(traits)) {
        recogniser.find(text, findings);
      }
    }
    return findings.applyTo(text);
  }
}
