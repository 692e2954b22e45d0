package io.outcrop.facets.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether calls break an order: a tool or an action that was forbidden, more calls than allowed, a
 * date or an amount beyond the limit.
 */
final class CallLimits {
  private static final Fragments NEVER =
      Fragments.of(
          """
          do not|; don't|; never|; must not; may not; not allowed to; forbidden; without|;
          nicht|; nichts|; niemals; nie|; keine; kein|; ohne|; no|; nunca; sin|; ne|; n'; jamais;
          sans|; non|; mai|; senza; nao|; sem|; 不要; 不得; 禁止; 不能; しないで; 使わない""");
  private static final Fragments ONLY =
      Fragments.of(
          """
          only use; use only; only call; call only; only the tool; nur das tool;
          nur die tools; nur mit; verwende nur; nutze nur; usa solo; utiliza solo; solo usa;
          utilise uniquement; utilise seulement; n'utilise que; usa soltanto; use apenas;
          use somente; 只使用; 只用; 只能使用; だけ使""");
  private static final Fragments NARROW =
      Fragments.of(
          """
          no longer; no need; no problem; nothing else;
           for|;  to|; twice; more than; again; same; yet another; at a time; parallel;
          simultan; together; per|; each; every; gleichzeitig; mehr als; zweimal; mas de;
          a la vez; plus de; a la fois; piu di; mais de; other than; besides; fur|; para|;
          pour|; with wrong; as the first; directly; instead of; rather than; statt|; en vez;
          au lieu; only if; confirm; explicit; permission; approval; consent; first|; verif;
          asking; authent; outside; beyond; asks|""");
  private static final Fragments NO_TOOLS =
      Fragments.of(
          """
          any tools; any tool|; without tools; no tools; without using tools; not use tools;
          don't use tools; not call tools; don't call tools; not search; don't search;
          without searching; not browse; don't browse; keine tools; keine werkzeuge;
          ohne tools; ohne werkzeuge; nicht suchen; such nicht; sin herramientas;
          sin usar herramientas; no uses herramientas; ninguna herramienta; no busques;
          sans outil; sans utiliser d'outil; aucun outil; n'utilise pas d'outil;
          ne cherche pas; senza strumenti; non usare strumenti; sem ferramentas;
          nao use ferramentas; 不要使用工具; 不要用工具; 不要调用工具; ツールを使わない;
          ツールは使わない""");
  private static final Fragments READ_ONLY =
      Fragments.of(
          """
          any change; read-only; read only; change anything; modify anything; edit anything;
          touch anything; nichts andern; nichts verandern; keine anderungen; nur lesen;
          ningun cambio; no cambies nada; sin cambiar nada; no modifiques nada; solo lectura;
          aucune modification; ne change rien; ne modifie rien; sans rien modifier;
          lecture seule; nessuna modifica; non modificare nulla; nenhuma alteracao;
          nao altere nada; 不要修改; 不要更改; 只读; 変更しない; 読み取り専用""");

  /** Verbs in several languages, and the words in names of tools that do the same. */
  private static final Map<Fragments, Set<String>> VERBS = new LinkedHashMap<>();

  static {
    verb(
        "send",
        "send|;sending|;sende|;senden|;schick;verschick;envies|;enviar|;envie|;envoie|;envoyez|;envoyer|;inviare|;invia|;envie|;发送;送信;送ら");
    verb(
        "delete remove",
        "delete|;deleting|;remove|;losch;entfern;borres|;borrar|;elimines|;eliminar|;supprime;efface;cancellare|;elimina;apague|;exclua|;删除;削除;消さ");
    verb("cancel", "cancel|;cancelling|;stornier;canceles|;cancelar|;annul;cancele|;取消;キャンセル");
    verb("book reserve", "book|;booking|;buche|;buchen|;reserv;prenot;预订;预定;予約");
    verb(
        "buy purchase order checkout",
        "buy|;buying|;purchas;place an order;place any order;place the"
            + " order;kauf;bestell;compres|;comprar|;achet;commande;acquist;compra;compre|;购买;下单;購入;注文");
    verb("deploy", "deploy;despliegu;deploie;部署;デプロイ");
    verb("push", "push|;pushing|;pushe");
    verb("merge", "merge|;merging|");
    verb("commit", "commit|;committing|");
    verb("publish post", "publish;post|;posting|;veroffentlich;publi;pubblic;发布;公開;投稿");
    verb(
        "pay charge",
        "pay|;paying|;charge|;charging|;bezahl;uberweis;pagues|;pagar|;paye|;payer|;paie|;pagare|;pague|;付款;支付;支払");
    verb("transfer", "transfer|;transferring|;transfier;transfer;trasferi;转账;振り込");
    verb("refund", "refund|;refunding|;erstatt;reembols;rembours;rimbors;退款;返金");
    verb("email mail", "email|;e-mail|;emailing|;mailen|;correo");
    verb("restart reboot", "restart|;reboot;neu start;neustart;reinici;redemarr;riavvi;重启;再起動");
    verb("submit", "submit|;submitting|;einreich;soumet;inoltr;提交;提出");
    verb(
        "update",
        "update|;updating|;aktualisier;actualic;mets a jour;mettre a jour;aggiorn;atualiz;更新");
    verb("create", "create|;creating|;erstell;crees|;crear|;creer|;creez|;creare|;crie|;创建;作成");
  }

  /** Verbs of telling somebody, which a call of any name of that class does. */
  private static final Fragments TELLING =
      Fragments.of(
          """
          notify; inform the; contact the; contact any; message the; message any; text the; email the;
          email any; send any; send a mail; send an email; send a message; send out; benachrichtig;
          kontaktier; notifiq; avises; avisar; contactes; previen; contacte; avvisa; avise""");

  private static final Set<String> PERSONS = Set.of("transfer", "send");
  private static final Fragments CALLS =
      Fragments.of(
          """
          tool call; calls|; searches|; search|; queries|; query|; lookups|; lookup|;
          requests|; request|; api call; steps|; tool use; tools|; aufruf; suchanfrage;
          abfrage; suchen|; llamada; busqueda; consulta; appel; recherche; requete; chiamat;
          ricerc; chamada; busca|; buscas|; 次搜索; 次调用; 次查询; 回まで; 回以内""");
  private static final Fragments AT_MOST =
      Fragments.of(
          """
          at most; no more than; not more than; maximum; max; up to; limit; only|; exceed;
          hochstens; maximal; nicht mehr als; nur|; como maximo; maximo; no mas de; solo|;
          au plus; au maximum; pas plus; al massimo; massimo; non piu; no maximo; apenas;
          最多; 不超过; まで; 以内""");

  private CallLimits() {}

  private static void verb(String tokens, String fragments) {
    VERBS.put(Fragments.of(fragments), Set.of(tokens.split(" ", -1)));
  }

  /** Whether the order is about calls, or forbids an action. */
  static boolean concerns(Order order) {
    return order.says(ONLY)
        || order.says(CALLS)
        || (order.says(NEVER)
            && (order.says(NO_TOOLS)
                || order.says(READ_ONLY)
                || !order.tools().isEmpty()
                || order.says(TELLING)
                || VERBS.keySet().stream().anyMatch(order::says)));
  }

  /** Whether something was called that the order forbids. */
  static boolean breaksBan(Order order, List<Call> calls) {
    List<Call> working = calls.stream().filter(c -> c.action() != Action.THINK).toList();
    if (working.isEmpty()) {
      return false;
    }
    List<List<String>> named = order.tools();
    if (order.says(ONLY) && !named.isEmpty() && !order.says(NARROW)) {
      return working.stream().anyMatch(c -> !named.contains(c.tokens()));
    }
    int never = NEVER.find(order.folded(), 0);
    if (never < 0 || NARROW.find(order.folded(), never) >= 0) {
      return false;
    }
    if (named.stream().anyMatch(name -> working.stream().anyMatch(c -> c.tokens().equals(name)))) {
      return true;
    }
    if (order.says(NO_TOOLS)) {
      boolean searchOnly =
          order.folded().contains("search")
              || order.folded().contains("brows")
              || order.folded().contains("such")
              || order.folded().contains("busq")
              || order.folded().contains("cherch");
      return working.stream().anyMatch(c -> !searchOnly || c.action() == Action.SEARCH);
    }
    if (order.says(READ_ONLY)) {
      return working.stream().anyMatch(c -> c.action() == Action.WRITE && !c.failed());
    }
    return breaksVerb(order, never, working);
  }

  /** The forbidden verb stands near the negation, and a call's name begins with it. */
  private static boolean breaksVerb(Order order, int never, List<Call> calls) {
    String near = order.folded().substring(never, Math.min(order.folded().length(), never + 48));
    boolean after =
        TextScan.isDense(order.folded().charAt(never))
            || order.folded().startsWith("nich", never)
            || order.folded().startsWith("kein", never);
    String scope = after ? order.folded() : near;
    if (TELLING.in(scope)
        && calls.stream().anyMatch(c -> c.action() == Action.NOTIFY && !c.failed())) {
      return true;
    }
    for (Map.Entry<Fragments, Set<String>> verb : VERBS.entrySet()) {
      if (verb.getKey().in(scope)) {
        Set<String> tokens = verb.getValue();
        for (Call call : calls) {
          boolean human = Escalation.toHuman(call) && tokens.stream().anyMatch(PERSONS::contains);
          if (!call.failed()
              && !human
              && !call.tokens().isEmpty()
              && tokens.contains(call.tokens().get(0))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether there are more calls than the order allows; {@code calls} are those of one answer. */
  static boolean breaksCount(Order order, List<Call> calls) {
    if (calls.size() < 2 || !order.says(AT_MOST) || !order.says(CALLS)) {
      return false;
    }
    String folded = order.folded();
    if (order.says(NARROW)
        && !folded.contains("no more than")
        && !folded.contains("not more than")
        && !folded.contains("nicht mehr als")
        && !folded.contains("no mas de")
        && !folded.contains("pas plus de")
        && !folded.contains("non piu di")
        && !folded.contains("mais de")) {
      return false;
    }
    if (folded.contains("at a time")
        || folded.contains("per ")
        || folded.contains("each")
        || folded.contains("parallel")) {
      return false;
    }
    int limit = countBefore(folded);
    boolean searches =
        folded.contains("search")
            || folded.contains("such")
            || folded.contains("busqueda")
            || folded.contains("recherche")
            || folded.contains("ricerc")
            || folded.contains("busca")
            || folded.contains("搜索");
    long made =
        calls.stream()
            .filter(c -> c.action() != Action.THINK)
            .filter(c -> !searches || c.action() == Action.SEARCH || c.action() == Action.LOOK_UP)
            .count();
    return limit > 0 && made > limit;
  }

  private static final Map<String, Integer> WORDS =
      Map.ofEntries(
          Map.entry("one", 1),
          Map.entry("single", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("einen", 1),
          Map.entry("eine", 1),
          Map.entry("zwei", 2),
          Map.entry("drei", 3),
          Map.entry("una", 1),
          Map.entry("dos", 2),
          Map.entry("tres", 3),
          Map.entry("un", 1),
          Map.entry("une", 1),
          Map.entry("deux", 2),
          Map.entry("trois", 3),
          Map.entry("due", 2),
          Map.entry("tre", 3),
          Map.entry("uma", 1),
          Map.entry("duas", 2),
          Map.entry("一", 1),
          Map.entry("两", 2),
          Map.entry("三", 3));

  /** The number that stands before the word for calls, within three words. */
  private static int countBefore(String folded) {
    int at = CALLS.find(folded, 0);
    while (at >= 0) {
      String before = folded.substring(Math.max(0, at - 24), at).strip();
      String[] words = before.split("[^\\p{L}0-9]+", -1);
      for (int i = words.length - 1; i >= Math.max(0, words.length - 3); i--) {
        String word = words[i];
        String last = word.isEmpty() ? "" : word.substring(word.length() - 1);
        if (word.length() <= 3 && !word.isEmpty() && word.chars().allMatch(Character::isDigit)) {
          return Integer.parseInt(word);
        }
        if (WORDS.containsKey(word)
            || (!last.isEmpty() && TextScan.isDense(last.charAt(0)) && WORDS.containsKey(last))) {
          return WORDS.getOrDefault(word, WORDS.getOrDefault(last, 0));
        }
        int digits = word.length();
        while (digits > 0 && Character.isDigit(word.charAt(digits - 1))) {
          digits--;
        }
        if (digits < word.length() && word.length() - digits <= 3) {
          return Integer.parseInt(word.substring(digits));
        }
      }
      at = CALLS.find(folded, at + 1);
    }
    return 0;
  }
}
