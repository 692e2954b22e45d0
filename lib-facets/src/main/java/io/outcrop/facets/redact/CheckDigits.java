package io.outcrop.facets.redact;

/** The check digits of numbers that states give to people; the ids come without separators. */
final class CheckDigits {
  private static final int[][] VERHOEFF = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
    {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
    {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
    {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
    {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
    {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
    {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}
  };
  private static final int[] ITALIAN_ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private CheckDigits() {}

  private static int digit(String id, int at) {
    return Character.digit(id.charAt(at), 36);
  }

  private static int weighted(String id, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * digit(id, i);
    }
    return sum;
  }

  private static long number(String id, int from, int to) {
    return Long.parseLong(id.substring(from, to));
  }

  static boolean luhn(String id) {
    int sum = 0;
    for (int i = 0; i < id.length(); i++) {
      int digit = digit(id, id.length() - 1 - i) * (i % 2 + 1);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
  }

  /** ISO 7064, modulus 11 and 10: Germany's tax number. */
  static boolean mod11And10(String id) {
    int product = 10;
    for (int i = 0; i < id.length() - 1; i++) {
      int sum = (digit(id, i) + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return id.charAt(0) != '0' && (11 - product) % 10 == digit(id, id.length() - 1);
  }

  static boolean france(String id) {
    String numeric = id.replace("2A", "19").replace("2B", "18");
    return numeric.chars().allMatch(Character::isDigit)
        && numeric.length() == 15
        && 97 - number(numeric, 0, 13) % 97 == number(numeric, 13, 15);
  }

  static boolean spain(String id) {
    String numeric = id.replace('X', '0').replace('Y', '1').replace('Z', '2');
    String digits = numeric.substring(0, id.length() - 1);
    return (digits.length() == 8 || digits.length() == 7)
        && digits.chars().allMatch(Character::isDigit)
        && "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(digits) % 23)
            == id.charAt(id.length() - 1);
  }

  static boolean italy(String id) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = id.charAt(i);
      int value = Character.isDigit(c) ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
    }
    return 'A' + sum % 26 == id.charAt(15);
  }

  static boolean belgium(String id) {
    long check = number(id, 9, 11);
    return 97 - number(id, 0, 9) % 97 == check
        || 97 - (2_000_000_000L + number(id, 0, 9)) % 97 == check;
  }

  static boolean sweden(String id) {
    String ten = id.substring(id.length() - 10);
    int month = (int) number(ten, 2, 4);
    return month >= 1 && month <= 12 && luhn(ten);
  }

  static boolean finland(String id) {
    String digits = id.substring(0, 6) + id.substring(id.length() - 4, id.length() - 1);
    return digits.chars().allMatch(Character::isDigit)
        && "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt((int) (Long.parseLong(digits) % 31))
            == id.charAt(id.length() - 1);
  }

  /** Whether day and month begin it. */
  static boolean isDate(String id) {
    long day = number(id, 0, 2);
    long month = number(id, 2, 4);
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
  }

  static boolean norway(String id) {
    return weighted(id, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1) % 11 == 0
        && weighted(id, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0;
  }

  static boolean ean13(String id) {
    return weighted(id, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
  }

  static boolean cpf(String id) {
    return id.chars().distinct().count() > 1
        && brazilian(weighted(id, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(id, 9)
        && brazilian(weighted(id, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(id, 10);
  }

  static boolean cnpj(String id) {
    return id.chars().distinct().count() > 1
        && brazilian(weighted(id, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(id, 12)
        && brazilian(weighted(id, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) == digit(id, 13);
  }

  private static int brazilian(int sum) {
    return sum % 11 < 2 ? 0 : 11 - sum % 11;
  }

  static boolean verhoeff(String id) {
    int check = 0;
    for (int i = 0; i < id.length(); i++) {
      int permuted = VERHOEFF[i % 8][digit(id, id.length() - 1 - i)];
      check = dihedral(check, permuted);
    }
    return check == 0;
  }

  /** The product in the dihedral group of order ten. */
  private static int dihedral(int a, int b) {
    boolean first = a >= 5;
    int turn = (first ? a % 5 - b % 5 + 5 : a % 5 + b % 5) % 5;
    return first == b >= 5 ? turn : turn + 5;
  }

  static boolean china(String id) {
    int sum = weighted(id, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
    return "10X98765432".charAt(sum % 11) == id.charAt(17);
  }

  static boolean singapore(String id) {
    int sum = 0;
    int[] weights = {2, 7, 6, 5, 4, 3, 2};
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * digit(id, i + 1);
    }
    char series = id.charAt(0);
    int offset = series == 'T' || series == 'G' ? 4 : 0;
    String letters = series == 'S' || series == 'T' ? "JZIHGFEDCBA" : "XWUTRQPNMLK";
    return letters.charAt((sum + offset) % 11) == id.charAt(8);
  }

  static boolean korea(String id) {
    int sum = weighted(id, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5);
    return (11 - sum % 11) % 10 == digit(id, 12);
  }
}
