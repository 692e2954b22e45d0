package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Span;
import io.outcrop.facets.trace.SpanKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the agent declines what its tools do, without having tried.
 *
 * <p>An answer declines, nothing was called for the request, and a tool that the run has (called
 * elsewhere in it, declared in an attribute, or named in the instructions) does just that: the
 * request holds all words of the tool's name, or the tool is called with success after the user
 * insisted. Not where the instructions forbid the thing, where the user tried to talk the agent out
 * of its rules, or where the answer asks for something first. It cannot see tools that nobody
 * names, nor judge a policy.
 */
public final class OverRefusal {
  private static final int MAX_CHARS = 200_000;
  private static final Fragments DECLINES =
      Fragments.of(
          """
          i can't|; i cannot; i can not; i'm unable; i am unable; i'm not able;
          i am not able; i don't have the ability; i do not have the ability;
          i don't have access; i do not have access; i won't; i'm afraid i can't;
          i'm sorry, but i can't; not possible for me; i have no way; i have no access;
          as an ai; i'm just an ai; i must decline; i have to decline;
          beyond my capabilities; outside my capabilities; ich kann das nicht;
          ich kann leider nicht; ich kann ihnen dabei nicht; ich kann dir dabei nicht;
          ich kann nicht; leider kann ich; kann ich leider nicht; kann ich nicht;
          ich habe keinen zugriff; ich bin nicht in der lage; dazu bin ich nicht;
          mir nicht moglich; no puedo; no tengo acceso; no tengo la capacidad;
          no me es posible; no estoy en condiciones; lamentablemente no; je ne peux pas;
          je ne suis pas en mesure; je n'ai pas acces; je n'ai pas la possibilite;
          impossible pour moi; non posso; non sono in grado; non ho accesso; nao posso;
          nao consigo; nao tenho acesso; 我无法; 我不能; 我没有权限; 我没有办法; 抱歉，无法;
          できません; できかねます; 致しかねます""");
  private static final Fragments BECAUSE =
      Fragments.of(
          """
          until; unless; without; before; help but; policy; policies; not allowed;
          not permitted; not eligible; only allows; too late; already|; because; since|;
          no longer; expired; in progress; shipped; guidelines; bis|; ohne|; weil; da sie;
          richtlinie; bereits; schon; nicht erlaubt; hasta que; sin|; porque; ya que;
          politica; ya ha; no esta permitido; tant que; sans|; parce que; politique; deja;
          car|; finche; senza; perche; gia|; sem|; ja foi; 除非; 因为; 政策; 已经; 規定;
          ため; ので""");
  private static final Fragments FORBIDS =
      Fragments.of(
          """
          not|; n't|; never; cannot; deny; only if; forbid; prohibit; refuse; nicht; nie|;
          verboten; no|; nunca; prohib; ne|; jamais; interdi; non|; vieta; nao|; proib; 不;
          禁止; ない""");

  /** Everyday verbs of requests, and the words in names of tools that do the same. */
  private static final Map<String, Fragments> WORDS = new HashMap<>();

  static {
    same("cancel", "cancel; stornier; cancelar; cancela; cancele; annul; 取消; キャンセル");
    same("send", "send; sende; schick; envia; manda; envoie; envoyer; invia; mandar; 发送; 发给; 送");
    same(
        "search",
        "search; look up; find; suche; busca; cherche; recherche; cerca; procur; pesquis; 搜索; 查找;"
            + " 検索; 探し");
    same(
        "get",
        "get; show; what; tell; check; fetch; give; look; zeig; wie|; was|; nenn; muestra; dime;"
            + " cual; que|; donne; montre; quel; mostra; dimmi; che|; mostre; qual; 查; 多少; 怎么样;"
            + " 教え");
    same("book", "book; reserve; buche; reserv; prenota; 预订; 予約");
    same("create", "create; make; open; add; new; erstell; anleg; crea; cree; crie; 创建; 作成; 作っ");
    same(
        "update",
        "update; change; edit; modify; ander; aktualisier; cambia; actualiz; modifi; aggiorn;"
            + " cambi; atualiz; mud; 更新; 修改; 変更");
    same(
        "delete",
        "delete; remove; losch; borra; elimina; supprime; efface; cancella; apaga; exclu; 删除; 削除");
    same("refund", "refund; money back; erstatt; ruckerstatt; reembols; rembours; rimbors; 退款; 返金");
    same("translate", "translat; ubersetz; traduc; tradui; tradu; 翻译; 翻訳");
    same("weather", "weather; wetter; tiempo; clima; meteo; tempo; 天气; 天気");
    same("email", "email; e-mail; mail; correo; courriel; 邮件; メール");
    same("order", "order; bestellung; pedido; orden; commande; ordine; encomenda; 订单; 注文");
    same("web", "web; internet; online; net; google; 网上; 网络; ウェブ; ネット");
    same("calendar", "calendar; kalender; calendario; calendrier; agenda; 日历; カレンダー");
    same("file", "file; datei; archivo; fichier; arquivo; 文件; ファイル");
    same("flight", "flight; flug; vuelo; vol|; volo; voo; 航班; フライト; 便");
    same("balance", "balance; kontostand; guthaben; saldo; solde; 余额; 残高");
    same(
        "meeting",
        "meeting; appointment; termin; besprechung; reunion; cita; rendez-vous; riunione; reuniao;"
            + " 会议; 会議");
    same(
        "price",
        "price; cost; preis; kostet; precio; cuesta; prix; coute; prezzo; costa; preco; custa; 价格;"
            + " 値段");
    same("time", "time; uhrzeit; spat; hora; heure; ora|; horas; 时间; 几点; 時間; 何時");
  }

  private OverRefusal() {}

  private static void same(String token, String words) {
    WORDS.put(token, Fragments.of(words));
  }

  public static boolean in(TraceView view) {
    List<Exchange> exchanges = view.exchanges();
    if (UserAttempts.jailbreak(view)) {
      return false;
    }
    Set<List<String>> tools = null;
    for (int i = 0; i < exchanges.size(); i++) {
      Exchange exchange = exchanges.get(i);
      if (exchange.asked() != null && exchange.calls().isEmpty() && declines(exchange.answer())) {
        tools = tools == null ? tools(view) : tools;
        if (isServed(view, exchange, tools) || doneAfterInsisting(view, exchanges, i)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean declines(String answer) {
    String head = answer.substring(0, Math.min(answer.length(), 600));
    return (DECLINES.in(head) || Refusal.refuses(head))
        && !BECAUSE.in(head)
        && !Replies.asks(answer);
  }

  private static boolean isServed(TraceView view, Exchange exchange, Set<List<String>> tools) {
    String question = exchange.question();
    String folded = Fragments.fold(question.substring(0, Math.min(question.length(), 2_000)));
    return tools.stream().anyMatch(tool -> covers(folded, tool) && !isForbidden(view, tool));
  }

  private static boolean covers(String folded, List<String> tool) {
    int telling = 0;
    for (String token : tool) {
      if (token.length() > 2 || WORDS.containsKey(token)) {
        telling++;
        if (!asksFor(folded, token)) {
          return false;
        }
      }
    }
    return telling >= 2;
  }

  private static boolean asksFor(String folded, String token) {
    Fragments words = WORDS.get(token);
    if (words != null && words.in(folded)) {
      return true;
    }
    String stem = token.length() > 5 ? token.substring(0, token.length() - 1) : token;
    for (int at = folded.indexOf(stem); at >= 0; at = folded.indexOf(stem, at + 1)) {
      if (at == 0 || !Character.isLetterOrDigit(folded.charAt(at - 1))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a sentence of the instructions denies what the tool does. */
  private static boolean isForbidden(TraceView view, List<String> tool) {
    String system = view.conversation().systemText();
    if (system == null) {
      return false;
    }
    String folded = Fragments.fold(system);
    for (String sentence : folded.split("[.;!\n。]", -1)) {
      if (FORBIDS.in(sentence)
          && tool.stream().filter(t -> t.length() > 3).anyMatch(sentence::contains)) {
        return true;
      }
    }
    return false;
  }

  /** The user insists, and then it is done after all. */
  private static boolean doneAfterInsisting(
      TraceView view, List<Exchange> exchanges, int declined) {
    if (declined + 1 >= exchanges.size()) {
      return false;
    }
    Exchange next = exchanges.get(declined + 1);
    String folded = Fragments.fold(exchanges.get(declined).question());
    return next.calls().stream()
        .anyMatch(c -> !c.failed() && covers(folded, c.tokens()) && !isForbidden(view, c.tokens()));
  }

  /** Names of all tools that the run is seen to have. */
  private static Set<List<String>> tools(TraceView view) {
    Set<List<String>> tools = new LinkedHashSet<>();
    view.calls().stream()
        .filter(c -> c.span().kind() != SpanKind.AGENT)
        .forEach(c -> tools.add(c.tokens()));
    String system = view.conversation().systemText();
    if (system != null) {
      tools.addAll(ToolMentions.in(system));
    }
    Set<String> read = new HashSet<>();
    for (Span span : view.trace().spans()) {
      span.attributes().forEach((key, value) -> addDeclared(key, value, read, tools));
    }
    return tools;
  }

  private static void addDeclared(
      String key, String value, Set<String> read, Set<List<String>> tools) {
    boolean declares =
        key.contains("tool.definitions")
            || key.contains("llm.tools")
            || key.contains("request.tools")
            || key.endsWith("available_tools")
            || key.contains("request.functions")
            || key.endsWith(".tools");
    if (!declares || value == null || !read.add(value)) {
      return;
    }
    String text = value.substring(0, Math.min(value.length(), MAX_CHARS)).replace("\\\"", "\"");
    boolean named = false;
    for (int at = text.indexOf("\"name\""); at >= 0; at = text.indexOf("\"name\"", at + 6)) {
      int open = text.indexOf('"', at + 6);
      int close = open < 0 ? -1 : text.indexOf('"', open + 1);
      if (close > open && close - open < 80) {
        tools.add(NameTokens.of(text.substring(open + 1, close)));
        named = true;
      }
    }
    if (!named) {
      tools.addAll(ToolMentions.in(text));
    }
  }
}
