package io.outcrop.facets.redact;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds numbers that states give to people, in the ways in which they are written, by shape and
 * check digits. Runs of seven digits and more are identifiers to {@link IdRecogniser} anyway; this
 * one knows those that separators and letters take apart.
 *
 * <p>Each shape is of bounded length, so that a match is found or given up in constant time.
 */
final class NationalIdRecogniser implements Recogniser {
  private static final String GAP = "[ ./\u00a0-]?";

  private record Form(Pattern shape, Predicate<String> check) {
    static Form of(String shape, Predicate<String> check) {
      return new Form(
          Pattern.compile(
              "(?<![\\p{L}\\p{N}])" + shape + "(?![\\p{L}\\p{N}])", Pattern.CASE_INSENSITIVE),
          check);
    }
  }

  private static final List<Form> FORMS =
      List.of(
          // United Kingdom, National Insurance
          Form.of("[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]" + pairs(3) + GAP + "[A-D]", id -> true),
          // Germany, tax
          Form.of(
              "\\d{2}" + GAP + "\\d{3}" + GAP + "\\d{3}" + GAP + "\\d{3}", CheckDigits::mod11And10),
          // France, social security
          Form.of(
              "[12]"
                  + pairs(2)
                  + GAP
                  + "(?:\\d{2}|2[AB])"
                  + GAP
                  + "\\d{3}"
                  + GAP
                  + "\\d{3}"
                  + GAP
                  + "\\d{2}",
              CheckDigits::france),
          // Spain, DNI and NIE
          Form.of(
              "[XYZ]?" + GAP + "\\d{1,2}" + GAP + "\\d{3}" + GAP + "\\d{3}" + GAP + "[A-Z]",
              CheckDigits::spain),
          // Italy, codice fiscale
          Form.of(
              "[A-Z]{3}"
                  + GAP
                  + "[A-Z]{3}"
                  + GAP
                  + "\\d{2}[A-EHLMPR-T]\\d{2}"
                  + GAP
                  + "[A-Z]\\d{3}[A-Z]",
              CheckDigits::italy),
          // Netherlands, BSN, and Poland, PESEL, are plain digits; Belgium
          Form.of(
              "\\d{2}" + GAP + "\\d{2}" + GAP + "\\d{2}" + GAP + "\\d{3}" + GAP + "\\d{2}",
              CheckDigits::belgium),
          // Sweden
          Form.of("(?:\\d{2})?\\d{6}[-+]?\\d{4}", CheckDigits::sweden),
          // Finland
          Form.of("[0-3]\\d[01]\\d{3}[-+A]\\d{3}[0-9A-Y]", CheckDigits::finland),
          // Denmark
          Form.of("[0-3]\\d[01]\\d{3}-\\d{4}", CheckDigits::isDate),
          // Norway
          Form.of("[0-3]\\d[01]\\d{3}" + GAP + "\\d{5}", CheckDigits::norway),
          // Switzerland, AHV
          Form.of("756" + GAP + "\\d{4}" + GAP + "\\d{4}" + GAP + "\\d{2}", CheckDigits::ean13),
          // Brazil, CPF and CNPJ
          Form.of("\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}", CheckDigits::cpf),
          Form.of("\\d{2}\\.?\\d{3}\\.?\\d{3}/?\\d{4}-?\\d{2}", CheckDigits::cnpj),
          // India, Aadhaar and PAN
          Form.of("[2-9]\\d{3}" + GAP + "\\d{4}" + GAP + "\\d{4}", CheckDigits::verhoeff),
          Form.of("[A-Z]{3}[ABCFGHLJPT][A-Z]\\d{4}[A-Z]", id -> true),
          // China
          Form.of("\\d{6}" + GAP + "\\d{8}" + GAP + "\\d{3}[0-9X]", CheckDigits::china),
          // Canada, SIN
          Form.of("\\d{3}[ -]\\d{3}[ -]\\d{3}", CheckDigits::luhn),
          // Singapore
          Form.of("[STFG]\\d{7}[A-Z]", CheckDigits::singapore),
          // Korea
          Form.of("\\d{2}[01]\\d[0-3]\\d-[1-8]\\d{6}", CheckDigits::korea),
          // Mexico, CURP
          Form.of("[A-Z]{4}\\d{6}[HM][A-Z]{5}[0-9A-Z]\\d", id -> true));

  private static String pairs(int count) {
    return ("(?:" + GAP + "\\d{2}){" + count + "}");
  }

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.digits() >= 4;
  }

  @Override
  public void find(String text, Findings findings) {
    for (Form form : FORMS) {
      Matcher matcher = form.shape().matcher(text);
      while (matcher.find()) {
        if (form.check().test(plain(matcher.group()))) {
          findings.add(Kind.ID, matcher.start(), matcher.end());
        }
      }
    }
  }

  private static String plain(String id) {
    StringBuilder plain = new StringBuilder();
    for (char c : id.toUpperCase(Locale.ROOT).toCharArray()) {
      if (Chars.isAlphanumeric(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
