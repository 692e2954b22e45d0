package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a change that was made goes beyond a latest date or a highest amount that an order sets.
 * Dates are compared where both are written as year, month, day; amounts where the argument's name
 * says that it is one.
 */
final class ValueLimits {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ARGUMENTS = 20_000;
  static final Fragments LATEST =
      Fragments.of(
          """
          before|; no later than; not later than; by|; not after; deadline; until|; vor dem;
          bis zum; bis spatestens; spatestens; nicht nach; antes del; antes de; a mas tardar;
          no despues; avant le; au plus tard; pas apres; entro il; prima del; ate|; 之前;
          以前; まで""");
  private static final Fragments HIGHEST =
      Fragments.of(
          """
          at most; no more than; not more than; under|; below|; less than; up to; maximum;
          max|; max.; budget; limit; exceed; hochstens; maximal; nicht mehr als; unter|;
          weniger als; como maximo; maximo; no mas de; menos de; presupuesto; au maximum;
          au plus; pas plus de; moins de; al massimo; non piu di; meno di; no maximo; 不超过;
          最多; 预算; 以内; まで; 予算""");
  private static final Fragments MONEY =
      Fragments.of("$; usd; dollar; eur; gbp; chf; pound; yen; £; ¥; €; franken; 元; 円");
  private static final Fragments NEED =
      Fragments.of(
          """
          must; need; no later; not later; latest; deadline; deliver; arriv; ship; schedul; finish;
          complete; book|; want; by|; muss; brauche; spatestens; liefer; lieferung; termin; buche;
          debe; necesito; entreg; llegar; a mas tardar; reserv; doit; faut; livr; arriver; au plus
          tard; deve; consegn; arrivare; entreg; chegar; precis; 必须; 需要; 送到; 交付; 届け;
          納品; 必要""");
  private static final Set<String> AMOUNTS =
      Set.of(
          "price",
          "amount",
          "total",
          "cost",
          "max_price",
          "total_price",
          "budget",
          "payment",
          "precio",
          "importe",
          "preis",
          "betrag",
          "prix",
          "montant");
  private static final Set<String> DATES =
      Set.of(
          "date",
          "delivery_date",
          "due_date",
          "deadline",
          "departure",
          "departure_date",
          "return_date",
          "arrival",
          "arrival_date",
          "start",
          "end",
          "start_date",
          "end_date",
          "check_in",
          "check_out",
          "when",
          "day",
          "scheduled_for",
          "due",
          "delivery",
          "datum",
          "fecha");

  private ValueLimits() {}

  /** Whether the order names a latest date or a highest amount. */
  static boolean concerns(Order order) {
    return (order.says(LATEST) && onlyDate(order.text()) != null)
        || (order.says(HIGHEST) && hasMoney(order.text()));
  }

  static boolean breaks(Order order, List<Call> calls) {
    List<Call> changes =
        calls.stream()
            .filter(c -> c.action() == Action.WRITE && !c.failed() && c.arguments() != null)
            .toList();
    if (changes.isEmpty()) {
      return false;
    }
    String date = order.says(LATEST) && order.says(NEED) ? onlyDate(order.text()) : null;
    double amount = order.says(HIGHEST) && hasMoney(order.text()) ? onlyAmount(order.text()) : -1;
    return (date != null || amount > 0)
        && changes.stream().anyMatch(c -> isBeyond(c.arguments(), date, amount));
  }

  private static boolean hasMoney(String text) {
    return "$\u20ac\u00a3\u00a5".chars().anyMatch(c -> text.indexOf(c) >= 0) || MONEY.in(text);
  }

  private static String onlyDate(String text) {
    List<String> dates =
        Particulars.of(text).stream()
            .filter(v -> v.kind() == Particulars.Kind.DATE)
            .map(Particulars.Particular::text)
            .toList();
    return dates.size() == 1 ? dates.get(0) : null;
  }

  private static double onlyAmount(String text) {
    double amount = -1;
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length()
          && (Character.isDigit(text.charAt(end))
              || (end > i && (text.charAt(end) == ',' || text.charAt(end) == '.')))) {
        end++;
      }
      if (end > i) {
        double value = number(text.substring(i, end));
        if (amount >= 0) {
          return -1;
        }
        amount = value;
      }
      i = Math.max(end, i + 1);
    }
    return amount;
  }

  private static double number(String digits) {
    String plain = digits;
    while (plain.endsWith(".") || plain.endsWith(",")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    int last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
    boolean cents = last >= 0 && plain.length() - last <= 3;
    String whole = (cents ? plain.substring(0, last) : plain).replace(",", "").replace(".", "");
    String part = cents ? plain.substring(last + 1) : "";
    return whole.isEmpty() || whole.length() > 15
        ? -1
        : Double.parseDouble(whole + "." + part + "0");
  }

  private static boolean isBeyond(String arguments, String date, double amount) {
    if (!arguments.startsWith("{") || arguments.length() > MAX_ARGUMENTS) {
      return false;
    }
    try {
      Iterator<Map.Entry<String, JsonNode>> fields = JSON.readTree(arguments).fields();
      while (fields.hasNext()) {
        Map.Entry<String, JsonNode> field = fields.next();
        String key = Fragments.fold(field.getKey());
        String value = field.getValue().asText("");
        if (date != null
            && DATES.contains(key)
            && isDate(value)
            && value.substring(0, 10).compareTo(date) > 0) {
          return true;
        }
        if (amount > 0
            && AMOUNTS.contains(key)
            && !value.isEmpty()
            && value.chars().allMatch(c -> Character.isDigit(c) || c == '.' || c == ',')
            && number(value) > amount) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException e) {
      // Arguments that are no JSON name no values.
      return false;
    }
  }

  private static boolean isDate(String value) {
    return value.length() >= 10
        && value.charAt(4) == '-'
        && value.charAt(7) == '-'
        && Character.isDigit(value.charAt(0));
  }
}
