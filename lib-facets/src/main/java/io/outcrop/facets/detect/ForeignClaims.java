package io.outcrop.facets.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Claims of completed actions in German, Spanish, French, Portuguese, Italian, Chinese and
 * Japanese.
 *
 * <p>In the European languages a first-person perfect ("ich habe ... gebucht", "j'ai réservé", "he
 * enviado") or past ("reservé", "pesquisei"). A verb that is also used of writing and thinking
 * needs an object outside the text. In Chinese and Japanese a fixed set of forms in which the
 * action is done. Negations and conditions are no claims.
 */
final class ForeignClaims {
  private static final int REACH = 12;
  private static final int OBJECT_BEFORE = 5;
  private static final int MAX_ADVERBS = 3;

  private static final Set<String> GERMAN_OPENINGS = Set.of("ich", "wir");
  private static final Set<String> GERMAN_HAVE = Set.of("habe", "hab", "haben");
  private static final Set<String> ROMANCE_HAVE =
      Set.of("he", "hemos", "j'ai", "avons", "ho", "abbiamo");
  private static final Set<String> UNREAL =
      words(
          "nicht nie niemals kein keine keinen noch wenn falls sobald bevor no nunca jamás si"
              + " cuando aún todavía pas jamais si quand lorsque avant não nunca se quando ainda"
              + " non mai ancora hätte würde könnte sollte werde podría voy pourrais vais posso"
              + " potrei vou dass que antes prima");

  /** Objects that lie outside a text, by their beginnings. */
  private static final List<String> OBJECTS =
      List.of(
          "kalender",
          "bestellung",
          "auftrag",
          "konto",
          "buchung",
          "reservierung",
          "flug",
          "zimmer",
          "termin",
          "datenbank",
          "system",
          "website",
          "webseite",
          "web",
          "internet",
          "netz",
          "test",
          "skript",
          "e-mail",
          "mail",
          "nachricht",
          "ticket",
          "rechnung",
          "wetter",
          "lager",
          "bestand",
          "kurs",
          "preis",
          "lieferung",
          "sendung",
          "abo",
          "zahlung",
          "tisch",
          "calendario",
          "pedido",
          "cuenta",
          "reserva",
          "vuelo",
          "habitaci",
          "cita",
          "base",
          "sistema",
          "página",
          "prueba",
          "correo",
          "mensaje",
          "factura",
          "inventario",
          "precio",
          "envío",
          "reunión",
          "mesa",
          "calendrier",
          "agenda",
          "commande",
          "compte",
          "réservation",
          "vol",
          "chambre",
          "rendez-vous",
          "rendez",
          "données",
          "système",
          "site",
          "courriel",
          "message",
          "facture",
          "stock",
          "prix",
          "livraison",
          "réunion",
          "table",
          "abonnement",
          "conta",
          "voo",
          "quarto",
          "banco",
          "sítio",
          "teste",
          "script",
          "mensagem",
          "fatura",
          "estoque",
          "preço",
          "entrega",
          "reunião",
          "ordine",
          "prenotazione",
          "volo",
          "camera",
          "appuntamento",
          "sito",
          "messaggio",
          "fattura",
          "magazzino",
          "prezzo",
          "spedizione",
          "riunione",
          "tavolo",
          "email");

  /** A verb's class, and whether it needs an object outside the text. */
  private record Verb(Action action, boolean object) {}

  private static final Map<String, Verb> PARTICIPLES = new HashMap<>();
  private static final Map<String, Verb> PASTS = new HashMap<>();
  private static final Map<Action, List<String>> DENSE = new EnumMap<>(Action.class);

  static {
    participles(Action.SEARCH, false, "recherchiert gegoogelt nachgeschlagen durchsucht");
    participles(Action.SEARCH, true, "gesucht buscado cherché recherché cercato");
    participles(
        Action.LOOK_UP,
        true,
        "geprüft überprüft nachgesehen abgerufen abgefragt revisado consultado comprobado"
            + " verificado vérifié consulté regardé controllato consultato verificato");
    participles(
        Action.WRITE,
        false,
        "gebucht storniert reserviert umgebucht hochgeladen erstattet reservado reembolsado"
            + " réservé remboursé prenotato rimborsato");
    participles(
        Action.WRITE,
        true,
        "gekündigt bestellt angelegt aktualisiert geändert gelöscht verschoben überwiesen"
            + " cancelado anulado actualizado creado cambiado eliminado pagado annulé modifié créé"
            + " supprimé mis payé annullato aggiornato creato modificato cancellato pagato");
    participles(
        Action.NOTIFY,
        true,
        "gesendet geschickt verschickt versendet enviado mandado envoyé inviato mandato");
    participles(Action.NOTIFY, false, "benachrichtigt informiert notificado avisado prévenu");
    participles(
        Action.RUN, true, "ausgeführt laufen ejecutado corrido exécuté lancé eseguito lanciato");
    pasts(Action.SEARCH, true, "busqué pesquisei procurei cercai");
    pasts(Action.LOOK_UP, true, "revisé consulté comprobé verifiqué verifiquei consultei chequei");
    pasts(Action.WRITE, false, "reservé reservei reembolsé");
    pasts(
        Action.WRITE, true, "cancelé anulé actualicé cambié creé cancelei atualizei alterei criei");
    pasts(Action.NOTIFY, true, "envié mandé enviei mandei");
    pasts(Action.RUN, true, "ejecuté executei rodei");
    DENSE.put(
        Action.SEARCH,
        List.of("我搜索了", "我已搜索", "我已经搜索", "我在网上搜", "我查找了", "を検索しました", "で検索しました", "ネットで調べました"));
    DENSE.put(
        Action.LOOK_UP,
        List.of(
            "我查询了",
            "我已查询",
            "我已经查询",
            "我查看了您的",
            "我检查了您的",
            "データベースを確認しました",
            "カレンダーを確認しました",
            "在庫を確認しました"));
    DENSE.put(
        Action.WRITE,
        List.of(
            "我已为您预订",
            "我已经预订",
            "已为您取消",
            "我已取消",
            "我已经取消",
            "我已经为您",
            "已为您预订",
            "我预订了",
            "を予約しました",
            "をキャンセルしました",
            "を予約いたしました",
            "を更新しました",
            "返金しました"));
    DENSE.put(
        Action.NOTIFY,
        List.of("我已发送", "我已经发送", "已发送邮件", "我发送了", "メールを送信しました", "メールを送りました", "通知しました"));
    DENSE.put(Action.RUN, List.of("我运行了", "我已运行", "我已经运行", "我执行了", "テストを実行しました", "を実行しました"));
  }

  private ForeignClaims() {}

  private static Set<String> words(String list) {
    return Set.of(Arrays.stream(list.split(" ", -1)).distinct().toArray(String[]::new));
  }

  private static void participles(Action action, boolean object, String verbs) {
    for (String verb : verbs.split(" ", -1)) {
      PARTICIPLES.put(verb, new Verb(action, object));
    }
  }

  private static void pasts(Action action, boolean object, String verbs) {
    for (String verb : verbs.split(" ", -1)) {
      PASTS.put(verb, new Verb(action, object));
    }
  }

  /** Whether a text may hold a claim at all: a cheap look before sentences are cut. */
  static boolean mayBeIn(String text) {
    if (text.contains("habe") || text.contains("haben wir") || text.contains("Habe")) {
      return true;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '\u00c0') {
        return true;
      }
    }
    return hasRomance(text);
  }

  private static boolean hasRomance(String text) {
    return text.contains("He ")
        || text.contains(" he ")
        || text.contains("Ho ")
        || text.contains(" ho ")
        || text.contains("'ai ")
        || text.contains("\u2019ai ")
        || text.contains("ei ")
        || text.contains("emos ")
        || text.contains("biamo ");
  }

  /** The actions that a sentence claims. */
  static List<Action> in(List<String> words) {
    List<Action> claimed = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (TextScan.isDense(word.charAt(0))) {
        dense(word, claimed);
      } else if (GERMAN_HAVE.contains(word) && besideGermanSubject(words, i)) {
        german(words, i, claimed);
      } else if (ROMANCE_HAVE.contains(word)) {
        romance(words, i, claimed);
      } else if (PASTS.containsKey(word) && isReal(words, i)) {
        add(PASTS.get(word), words, i + 1, i + 1 + REACH, claimed);
      }
    }
    return claimed;
  }

  private static void dense(String clause, List<Action> claimed) {
    DENSE.forEach(
        (action, forms) -> {
          if (forms.stream().anyMatch(clause::contains)) {
            claimed.add(action);
          }
        });
  }

  private static boolean besideGermanSubject(List<String> words, int at) {
    return (at > 0 && GERMAN_OPENINGS.contains(words.get(at - 1)))
        || (at + 1 < words.size() && GERMAN_OPENINGS.contains(words.get(at + 1)));
  }

  /** The participle closes the clause: what lies between is what it was done to. */
  private static void german(List<String> words, int at, List<Action> claimed) {
    if (!isReal(words, at)) {
      return;
    }
    int end = Math.min(words.size(), at + 1 + REACH);
    for (int i = at + 1; i < end; i++) {
      if (UNREAL.contains(words.get(i))) {
        return;
      }
      Verb verb = PARTICIPLES.get(words.get(i));
      if (verb != null) {
        // "Die E-Mail habe ich geschickt": what it was done to may come first.
        add(verb, words, Math.max(0, at - OBJECT_BEFORE), i, claimed);
      }
      if (words.get(i).equals(",") && i + 1 < end && UNREAL.contains(words.get(i + 1))) {
        return;
      }
    }
  }

  private static void romance(List<String> words, int at, List<Action> claimed) {
    int end = Math.min(words.size(), at + 1 + MAX_ADVERBS);
    for (int i = at + 1; i < end; i++) {
      Verb verb = PARTICIPLES.get(words.get(i));
      if (UNREAL.contains(words.get(i))) {
        return;
      }
      if (verb != null && isReal(words, at)) {
        add(verb, words, i + 1, i + 1 + REACH, claimed);
        return;
      }
    }
  }

  private static void add(Verb verb, List<String> words, int from, int to, List<Action> claimed) {
    boolean reached =
        !verb.object()
            || words.subList(Math.min(from, words.size()), Math.min(to, words.size())).stream()
                .anyMatch(w -> OBJECTS.stream().anyMatch(w::startsWith));
    if (reached) {
      claimed.add(verb.action());
    }
  }

  private static boolean isReal(List<String> words, int at) {
    for (int i = at - 1; i >= 0 && i >= at - 5 && !words.get(i).equals(","); i--) {
      if (UNREAL.contains(words.get(i))) {
        return false;
      }
    }
    // A condition at the beginning holds past its comma.
    return !UNREAL.contains(words.get(0)) || words.get(0).equals("no") || at == 0;
  }
}
