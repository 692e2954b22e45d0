package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Whether an answer has the form that an order asks for: JSON, a list, a table, plain text. */
final class FormatLimits {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Fragments REPLY =
      Fragments.of(
          """
          answer; respond; repl; return; output; format; give me; write; present; use|; show;
          list|; provide; put|; summar; antwort; gib|; ausgabe; stell; zeig; liefer; fass;
          schreib; responde; contest; devuel; muestra; presenta; resum; escrib; repon;
          renvoi; donne; affich; redige; rispond; restitui; mostra; forni; retorn; 回答;
          回复; 输出; 返回; 答え; 出力; 返し""");
  private static final Fragments ONLY =
      Fragments.of(
          """
          only|; just|; nothing but; no further text; nothing else; kein weiterer text; ohne weiteren text;
          sin mas texto; sans autre texte; sem outro texto; sem mais texto; no other; no prose; no extra; no explanation;
          exclusively; strictly; nur|; nichts anderes; ausschliesslich; solo|; solamente;
          unicamente; nada mas; uniquement; seulement; rien d'autre; exclusivement; soltanto;
          apenas; somente; 只; 仅; だけ; のみ""");
  private static final Fragments FOREIGN =
      Fragments.of(
          """
          file; api|; endpoint; following json; this json; the json; argument; parse;
          convert; tool; function; request body; datei; archivo; fichier; payload; not json;
          no json; no table; the table; database; sql; from the; reserv; book a; a table for;
          column""");
  private static final Fragments NO_MARKDOWN =
      Fragments.of(
          """
          no markdown; without markdown; without any markdown; not use markdown;
          don't use markdown; never use markdown; avoid markdown; plain text only;
          only plain text; plain text, no; in plain text; kein markdown; ohne markdown;
          nur klartext; reiner text; sin markdown; no uses markdown; texto plano;
          sans markdown; pas de markdown; texte brut; senza markdown; testo semplice;
          sem markdown; texto simples; 不要使用markdown; 不要用markdown; 纯文本;
          マークダウンなし; プレーンテキスト""");
  private static final Fragments NO_LIST =
      Fragments.of(
          """
          no bullet; without bullet; not use bullet; don't use bullet; avoid bullet;
          never use bullet; no lists; not use lists; keine aufzahlung; ohne aufzahlung;
          keine stichpunkte; keine listen; sin vinetas; sin listas; no uses listas;
          no uses vinetas; sans puces; pas de puces; pas de liste; sans liste; senza elenchi;
          senza elenco; sem listas; sem marcadores; 不要用列表; 不要使用列表; 箇条書きは使わ""");
  private static final Fragments LIST =
      Fragments.of(
          """
          bullet point; bullet list; bulleted list; bullets|; numbered list; stichpunkten;
          stichpunkte; aufzahlung; vinetas; lista numerada; lista con; liste a puces;
          liste numerotee; puces; elenco puntato; elenco numerato; lista de topicos;
          em topicos; 箇条書き; 用列表""");
  private static final Fragments TABLE =
      Fragments.of(
          """
          as a table; in a table; markdown table; table format; a table!; table only; als tabelle;
          in einer tabelle; en una tabla; como tabla; en tabla; sous forme de tableau;
          dans un tableau; en tableau; in una tabella; come tabella; em uma tabela;
          em tabela; 用表格; 表形式""");
  private static final Fragments YES_NO =
      Fragments.of(
          """
          yes or no; yes/no; ja oder nein; si o no; oui ou non; sim ou nao; 是或否; 是或不是;
          はいかいいえ""");
  private static final Fragments ASSENT =
      Fragments.of(
          """
          yes; no; ja; nein; si; oui; non; sim; nao; 是; 否; 不是; はい; いいえ; true; false""");
  private static final Fragments LOWER =
      Fragments.of(
          """
          lowercase; lower case; kleinbuchstaben; kleingeschrieben; minuscul; minuscol""");
  private static final Fragments UPPER =
      Fragments.of(
          """
          uppercase; upper case; all caps; capital letters; grossbuchstaben; mayuscul;
          majuscul; maiuscol""");
  private static final Fragments NO_EMOJI =
      Fragments.of(
          """
          no emoji; without emoji; not use emoji; don't use emoji; never use emoji;
          avoid emoji; avoid using emoji; not use any emoji; keine emoji; ohne emoji;
          sin emoji; no uses emoji; sans emoji; pas d'emoji; senza emoji; sem emoji;
          nao use emoji; 不要使用表情; 不要用表情; 絵文字は使わ; 絵文字なし""");

  private static final Fragments CSV =
      Fragments.of(
          """
          as csv; in csv; csv line; csv row; csv only; csv format; as a csv; one csv; comma-separated;
          comma separated; als csv; en csv; csv!""");

  /** Words of a request that is nothing but the name of a form, such as "(JSON!)". */
  private static final int BARE = 4;

  private FormatLimits() {}

  /** Whether the order is about a form. */
  static boolean concerns(Order order) {
    return order.folded().contains("json")
        || order.folded().contains("csv")
        || order.folded().contains("markdown")
        || order.says(NO_MARKDOWN)
        || order.says(NO_LIST)
        || order.says(LIST)
        || order.says(TABLE)
        || order.says(YES_NO)
        || order.says(LOWER)
        || order.says(UPPER)
        || order.says(NO_EMOJI);
  }

  /** Whether the answer is of another form than this order asks for. */
  static boolean breaks(Order order, String answer) {
    String text = answer.strip();
    boolean asksForForm =
        (order.says(REPLY) || order.tokens().size() <= BARE) && !order.says(FOREIGN);
    boolean only = order.says(ONLY);
    if (asksForForm && order.folded().contains("json") && !isJson(text, only)) {
      return true;
    }
    boolean csv = order.says(CSV) || (only && asksForForm && order.folded().contains("csv"));
    if (csv && !order.says(FOREIGN) && !isCsv(text)) {
      return true;
    }
    if (asksForForm
        && only
        && order.folded().contains("markdown")
        && !order.says(NO_MARKDOWN)
        && !hasMarkdown(text)
        && listLines(text) == 0) {
      return true;
    }
    boolean noList = order.says(NO_LIST);
    return (order.says(NO_MARKDOWN) && hasMarkdown(text))
        || (noList && listLines(text) >= 2)
        || (asksForForm
            && !noList
            && order.says(LIST)
            && text.length() >= 80
            && listLines(text) == 0
            && !text.contains("<li>"))
        || (asksForForm && order.says(TABLE) && text.length() >= 60 && !hasTable(text))
        || (only && order.says(YES_NO) && !isYesOrNo(text))
        || (order.says(LOWER)
            && (only || asksForForm || order.folded().contains("all "))
            && capitals(text) > 2)
        || (order.says(UPPER)
            && (only || asksForForm || order.folded().contains("all "))
            && smalls(text) > 10)
        || (order.says(NO_EMOJI) && hasEmoji(text));
  }

  /** Lines with separators and no sentence among them. */
  private static boolean isCsv(String text) {
    String plain = text.replace("```csv", "").replace("```", "").strip();
    for (String line : plain.split("\n", -1)) {
      boolean separated = line.indexOf(',') >= 0 || line.indexOf(';') >= 0;
      if (!line.isBlank()
          && (!separated || line.strip().endsWith(".") || line.indexOf(": ") >= 0)) {
        return false;
      }
    }
    return !plain.isEmpty();
  }

  private static boolean isJson(String text, boolean only) {
    if (!only && text.contains("```")) {
      return true;
    }
    String inner = text;
    if (text.startsWith("```")) {
      int line = text.indexOf('\n');
      int end = text.lastIndexOf("```");
      inner = line > 0 && end > line ? text.substring(line + 1, end) : text;
    }
    if (!only && inner.indexOf('{') >= 0 && inner.lastIndexOf('}') > inner.indexOf('{')) {
      return true;
    }
    try {
      return !inner.isBlank() && !JSON.readTree(inner).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean hasMarkdown(String text) {
    int bold = text.indexOf("**");
    return (bold >= 0 && text.indexOf("**", bold + 2) > bold + 2)
        || text.startsWith("# ")
        || text.startsWith("## ")
        || text.contains("\n# ")
        || text.contains("\n## ")
        || text.contains("\n### ")
        || text.contains("```")
        || text.contains("|---");
  }

  /** Lines that are items of a list. */
  static int listLines(String text) {
    int lines = 0;
    for (String line : text.split("\n", -1)) {
      String item = line.strip();
      boolean mark =
          item.startsWith("- ")
              || item.startsWith("* ")
              || item.startsWith("\u2022")
              || item.startsWith("・")
              || item.startsWith("\u2013 ");
      int digits = 0;
      while (digits < item.length() && Character.isDigit(item.charAt(digits))) {
        digits++;
      }
      boolean numbered =
          digits > 0
              && digits < 3
              && digits + 1 < item.length()
              && ".)、".indexOf(item.charAt(digits)) >= 0;
      lines += mark || numbered ? 1 : 0;
    }
    return lines;
  }

  private static boolean hasTable(String text) {
    int pipes = 0;
    for (int i = 0; i < text.length(); i++) {
      pipes += text.charAt(i) == '|' || text.charAt(i) == '\t' ? 1 : 0;
    }
    return pipes >= 3 || text.contains("<table");
  }

  private static boolean isYesOrNo(String text) {
    int words = text.split("\\s+", -1).length;
    return words <= 3
        && text.length() <= 30
        && ASSENT.find(text.length() < 2 ? text + " " : text, 0) >= 0;
  }

  private static long capitals(String text) {
    return text.chars().filter(Character::isUpperCase).count();
  }

  private static long smalls(String text) {
    return text.chars().filter(Character::isLowerCase).count();
  }

  private static boolean hasEmoji(String text) {
    return text.codePoints()
        .anyMatch(
            c ->
                (c >= 0x1F300 && c <= 0x1FAFF)
                    || (c >= 0x2600 && c <= 0x27BF && c != 0x2713 && c != 0x2714 && c != 0x27A4));
  }
}
