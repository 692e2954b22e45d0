package io.outcrop.facets.redact;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Finds IBANs (ISO 13616): a country's code and length, and the check by 97. */
final class IbanRecogniser implements Recogniser {
  private static final Map<String, Integer> LENGTHS = lengths();

  @Override
  public boolean mayMatch(Traits traits) {
    return traits.digits() >= 10;
  }

  @Override
  public void find(String text, Findings findings) {
    for (int i = 0; i + 15 <= text.length(); i++) {
      if (Chars.isLatin(text.charAt(i))
          && Chars.isLatin(text.charAt(i + 1))
          && Chars.isDigit(text.charAt(i + 2))
          && Chars.isDigit(text.charAt(i + 3))
          && Chars.isWordStart(text, i)) {
        int end = ibanEnd(text, i);
        findings.add(Kind.IBAN, i, end);
      }
    }
  }

  /** Where the IBAN that starts there ends, or -1. */
  private static int ibanEnd(String text, int start) {
    String country = text.substring(start, start + 2).toUpperCase(Locale.ROOT);
    int length = LENGTHS.getOrDefault(country, 0);
    StringBuilder iban = new StringBuilder(length);
    int i = start;
    boolean separated = false;
    while (iban.length() < length && i < text.length()) {
      char c = text.charAt(i);
      if (Chars.isAlphanumeric(c)) {
        iban.append(c);
        separated = false;
      } else if (separated || " -\u00a0\u202f".indexOf(c) < 0) {
        return -1;
      } else {
        separated = true;
      }
      i++;
    }
    boolean complete = length > 0 && iban.length() == length && Chars.isWordEnd(text, i);
    return complete && remainder(iban) == 1 ? i : -1;
  }

  /** The remainder by 97 of the number that the IBAN stands for, its first four places last. */
  private static int remainder(CharSequence iban) {
    int remainder = 0;
    for (int i = 0; i < iban.length(); i++) {
      int value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder;
  }

  private static Map<String, Integer> lengths() {
    String registry =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
            + " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21"
            + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25"
            + " MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25"
            + " QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24"
            + " TR26 UA29 VA22 VG24 XK20 YE30";
    Map<String, Integer> lengths = new HashMap<>();
    for (String entry : registry.split(" ", -1)) {
      lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
    }
    return Map.copyOf(lengths);
  }
}
