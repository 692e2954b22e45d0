package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether an answer is in the language, holds the words and uses the currency that an order asks
 * for.
 */
final class WordingLimits {
  private static final int LEAST_TEXT = 60;
  private static final int LEAST_DENSE = 12;

  private static final Fragments REPLY =
      Fragments.of(
          """
          answer; respond; reply; write; speak; communicate; talk to; use english;
          use german; use spanish; use french; use italian; use portuguese; in english, please; in german, please;
in spanish, please; in french, please; in italian, please; please in; auf deutsch, bitte; bitte auf;
en espanol, por favor; en francais, s'il; language:; antwort; schreib; sprich; responde; contest; escrib; habla;
          repon; ecri; parle; rispond; scriv; parla; fale; escreva; 回答; 回复; 答え; 返信;
          答复""");
  private static final Fragments TRANSLATION =
      Fragments.of("translat; ubersetz; traduc; tradu; 翻译; 翻訳; 译成");
  private static final Map<String, Fragments> LANGUAGES = new LinkedHashMap<>();
  private static final Map<String, Fragments> CURRENCIES = new LinkedHashMap<>();
  private static final Map<String, List<String>> SIGNS = new LinkedHashMap<>();

  static {
    LANGUAGES.put(
        "en",
        Fragments.of(
            """
            english; auf englisch; en ingles; en anglais; in inglese; em ingles; 英文; 英语;
            英語"""));
    LANGUAGES.put(
        "de",
        Fragments.of(
            """
            german|; auf deutsch; en aleman; en allemand; in tedesco; em alemao; 德语; 德文;
            ドイツ語"""));
    LANGUAGES.put(
        "es",
        Fragments.of(
            """
            spanish|; auf spanisch; en espanol; en castellano; en espagnol; in spagnolo;
            em espanhol; 西班牙语; スペイン語"""));
    LANGUAGES.put(
        "fr",
        Fragments.of(
            """
            french|; auf franzosisch; en frances; en francais; in francese; em frances; 法语;
            法文; フランス語"""));
    LANGUAGES.put(
        "it",
        Fragments.of(
            """
            italian|; auf italienisch; en italiano; en italien; in italiano; em italiano;
            意大利语"""));
    LANGUAGES.put(
        "pt",
        Fragments.of(
            """
            portuguese|; auf portugiesisch; en portugues; en portugais; in portoghese;
            em portugues; 葡萄牙语"""));
    LANGUAGES.put(
        "zh",
        Fragments.of(
            """
            chinese|; mandarin|; auf chinesisch; en chino; en chinois; in cinese; em chines;
            中文; 中国語"""));
    LANGUAGES.put(
        "ja",
        Fragments.of(
            """
            japanese|; auf japanisch; en japones; en japonais; in giapponese; em japones; 日语;
            日本語"""));
    currency("EUR", "euro|;euros|;eur|;in \u20ac;欧元;ユーロ", "\u20ac", "EUR", " euro");
    currency(
        "USD",
        "dollar|;dollars|;usd|;us-dollar|;dolares|;dollari|;美元;ドル",
        "$",
        "USD",
        " dollar",
        " US-Dollar");
    currency("GBP", "pounds|;sterling|;gbp|;pfund|;libras|", "\u00a3", "GBP", " pounds");
    currency("JPY", "yen|;jpy|;日元;日本円;円で", "\u00a5", "JPY", "円", " yen");
    currency("CHF", "francs|;franken|;chf|;francos suizos", "CHF", "Fr.", " franken", " francs");
    currency("INR", "rupees|;inr|;rupien", "\u20b9", "INR", " rupees");
  }

  private static final Fragments MONEY =
      Fragments.of(
          """
          price; amount; cost; quote; total; currency; fee; convert; show; give; answer;
          preis; betrag; betrage; kosten; summe; wahrung; precio; importe; coste; monto;
          moneda; prix; montant; devise; cout; prezz; import; valuta; preco; valor; moeda;
          价格; 金额; 価格; 金額""");
  private static final Fragments NEVER_SAY =
      Fragments.of(
          """
          do not say; don't say; never say; not use the word; don't use the word;
          never use the word; avoid the word; avoid using the word; not mention;
          don't mention; never mention; without the word; without using the word;
          not use the phrase; avoid the phrase; never use the phrase; must not contain;
          not include the word; nicht das wort; nie das wort; niemals das wort;
          ohne das wort; das wort; sag nicht; sag nie; erwahne nicht; la palabra; no digas;
          nunca digas; no menciones; le mot; ne dis jamais; ne dis pas; ne mentionne;
          la parola; non dire; a palavra; nao diga; 不要说; 不要提; 不要使用; 使わない;
          言わない""");
  private static final Fragments NEGATION =
      Fragments.of(
          """
          not|; n't|; don't; never; avoid; without; nicht|; nie|; niemals; ohne; no|; nunca;
          sin|; ne|; n'; jamais; sans|; non|; mai|; senza; nao; sem|; 不; ない""");
  private static final Fragments END =
      Fragments.of(
          """
          end with; end your; end every; end each; end all; finish with; finish your;
          sign off; close with; close every; close each; close your; close all; ende mit; beende; schliesse mit; schliess; termina|;
          finaliza; terminez; termine|; finis|; concludi; conclua; 结尾; 終わ""");
  private static final Fragments START =
      Fragments.of(
          """
          start with; begin with; start your; begin your; start every; begin every;
          start each; begin each; start all; beginne; fang mit; empieza; comienza; inicia;
          commence; commencez; debute; inizia; comece; 开头; 始め""");
  private static final Fragments HOLD =
      Fragments.of(
          """
          must include; always include; must contain; include the word; include the phrase;
          include the sentence; include the disclaimer; include the text; mention the word;
          verwende das wort; muss enthalten; incluye la frase; incluye la palabra;
          incluir la frase; inclus la phrase; inclure la phrase; includi la frase;
          inclua a frase; 必须包含; 必ず含""");

  private WordingLimits() {}

  private static void currency(String code, String names, String... signs) {
    CURRENCIES.put(code, Fragments.of(names));
    SIGNS.put(code, List.of(signs));
  }

  /** Whether the order names a language, a currency, or words to say or not to say. */
  static boolean concerns(Order order) {
    return !order.quoted().isEmpty()
        || order.says(OF_THE_USER)
        || !named(LANGUAGES, order).isEmpty()
        || !named(CURRENCIES, order).isEmpty();
  }

  private static final Fragments OF_THE_USER =
      Fragments.of(
          """
          language of the user; language of the customer; language of the question; user's language;
          customer's language; same language; language the user; language they; sprache des nutzers;
          sprache des kunden; idioma del usuario; idioma del cliente; langue de l'utilisateur;
          langue du client""");

  /** Whether the order is to answer in the asker's language, and the answer is in another. */
  static boolean breaksAskersLanguage(Order order, String question, String answer) {
    return order.says(OF_THE_USER) && order.says(REPLY) && otherLanguage(question, answer);
  }

  /** Whether both texts are long enough to tell their languages, and these differ. */
  static boolean otherLanguage(String question, String answer) {
    String prose = withoutCode(answer);
    if (question.length() < LEAST_TEXT || prose.length() < LEAST_TEXT) {
      return false;
    }
    String asked = TextView.of(question).language();
    String told = TextView.of(prose).language();
    return !asked.equals("und") && !told.equals("und") && !asked.equals(told);
  }

  static boolean breaksLanguage(Order order, String answer) {
    if (!order.says(REPLY) || order.says(TRANSLATION)) {
      return false;
    }
    List<String> wanted = named(LANGUAGES, order);
    String prose = withoutCode(answer);
    long dense = prose.chars().filter(c -> TextScan.isDense((char) c)).count();
    if (wanted.size() != 1 || (prose.length() < LEAST_TEXT && dense < LEAST_DENSE)) {
      return false;
    }
    if (order.says(NEGATION)
        && !order.folded().contains("only")
        && !order.folded().contains("always")) {
      return false;
    }
    String is = TextView.of(prose).language();
    return !is.equals("und") && !is.equals(wanted.get(0));
  }

  static boolean breaksCurrency(Order order, String answer) {
    if (!order.says(MONEY)) {
      return false;
    }
    List<String> wanted = named(CURRENCIES, order);
    return wanted.size() == 1
        && !order.says(NEGATION)
        && !amountIn(wanted.get(0), answer)
        && CURRENCIES.keySet().stream()
            .anyMatch(code -> !code.equals(wanted.get(0)) && amountIn(code, answer));
  }

  private static List<String> named(Map<String, Fragments> names, Order order) {
    List<String> named = new ArrayList<>();
    names.forEach(
        (key, fragments) -> {
          if (order.says(fragments)) {
            named.add(key);
          }
        });
    return named;
  }

  /** Whether a digit stands beside the currency's sign. */
  private static boolean amountIn(String code, String answer) {
    for (String sign : SIGNS.get(code)) {
      for (int at = answer.indexOf(sign); at >= 0; at = answer.indexOf(sign, at + 1)) {
        String before = answer.substring(Math.max(0, at - 2), at).strip();
        int end = at + sign.length();
        String after = answer.substring(end, Math.min(answer.length(), end + 3)).strip();
        if ((!before.isEmpty() && Character.isDigit(before.charAt(before.length() - 1)))
            || (!after.isEmpty() && Character.isDigit(after.charAt(0)))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Words that must not stand, or must stand somewhere, at the beginning, or at the end. */
  static boolean breaksWords(Order order, String answer) {
    String phrase = Fragments.fold(order.quoted());
    if (phrase.length() < 2 || phrase.length() > 120) {
      return false;
    }
    String text = Fragments.fold(answer).strip();
    boolean not = NEGATION.in(order.folded().replace(phrase, ""));
    if (not && order.says(NEVER_SAY)) {
      return stands(text, phrase);
    }
    if (not) {
      return false;
    }
    int at = text.indexOf(phrase);
    if (order.says(END)) {
      return text.length() >= 20
          && (at < 0 || text.lastIndexOf(phrase) < text.length() - phrase.length() - 4);
    }
    if (order.says(START)) {
      return text.length() >= 10 && (at < 0 || at > 4);
    }
    return order.says(HOLD) && text.length() >= 20 && at < 0;
  }

  private static boolean stands(String text, String phrase) {
    for (int at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
      int end = at + phrase.length();
      boolean dense = TextScan.isDense(phrase.charAt(0));
      boolean open = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean shut = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (dense || (open && shut)) {
        return true;
      }
    }
    return false;
  }

  private static String withoutCode(String text) {
    int fence = text.indexOf("```");
    if (fence < 0) {
      return text;
    }
    int end = text.indexOf("```", fence + 3);
    return text.substring(0, fence) + (end < 0 ? "" : text.substring(end + 3));
  }
}
