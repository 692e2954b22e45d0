package io.outcrop.facets.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the run ends, or says that it is done, while something announced is still open.
 *
 * <p>Any of: the last list of tasks, in a tool's arguments or in the final text, has open items;
 * the final text announces work and nothing follows; a plan of steps stands last and nothing of it
 * was done; it says that it is done although a tool that the instructions require was never called,
 * or the last result says that more remains or that the change has only begun; or of several tasks
 * in one message a kind was never done. It cannot see steps that were named nowhere, nor a step
 * done badly.
 */
public final class PrematureCompletion {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_JSON = 50_000;
  private static final int PLAN_TAIL = 1_500;
  private static final Set<String> LISTS =
      Set.of("todo", "todos", "task", "tasks", "plan", "checklist");
  private static final Set<String> OPEN =
      Set.of(
          "pending",
          "in_progress",
          "in progress",
          "todo",
          "open",
          "not_started",
          "not started",
          "incomplete",
          "doing",
          "queued",
          "in-progress");
  private static final Set<String> MORE =
      Set.of(
          "has_more",
          "hasmore",
          "more",
          "truncated",
          "remaining",
          "pending",
          "pending_steps",
          "remaining_steps",
          "remaining_items",
          "steps_left",
          "unprocessed",
          "incomplete",
          "next_page_token",
          "next_cursor");

  private static final Fragments DONE =
      Fragments.of(
          """
          all done; done!; done.; done,; i'm done; i am done; is done; is complete; are complete;
          completed; finished; all set; everything is; everything has been; successfully;
          taken care of; task complete; erledigt; fertig; abgeschlossen; alles ist; listo;
          terminad; completad; hecho; finalizad; todo esta; c'est fait; termine; fini|;
          acheve; tout est; fatto; completat; terminat; finito; feito; concluid; pronto;
          tudo esta; 完成; 搞定; 处理好; 完了; 終わりました; 終了""");
  private static final Fragments ALL =
      Fragments.of(
          """
          all|; every; complete; entire; full|; done; finished; total; alle|; samtliche;
          vollstandig; todos; todas; complet; tous|; toutes; tutti; tutte; 所有; 全部; 完成;
          すべて; 全て; 完了""");
  private static final Fragments TELLS_OPEN =
      Fragments.of(
          """
          remaining; remain; still need; still open; not yet; left to do; pending; next step;
          to be done; incomplete; partial; so far; unfinished; could not; couldn't;
          noch offen; noch nicht; ubrig; ausstehend; bisher; pendiente; todavia; falta;
          por ahora; reste|; restant; pas encore; en attente; jusqu'ici; ancora; restano;
          rimang; ainda; restam; pendente; 剩余; 还没; 尚未; 未完; 残り; まだ; 未完了""");
  private static final Fragments MUST =
      Fragments.of(
          """
          must call; must use; must run; must always; always call; always use; always run;
          required to call; make sure to call; be sure to call; have to call; must invoke;
          muss|; mussen; immer; debes llamar; debes usar; siempre; obligatorio; dois appeler;
          devez appeler; toujours; obligatoire; devi|; sempre; deve|; 必须; 必ず""");
  private static final Fragments NOT =
      Fragments.of(
          """
          not|; never; n't|; nicht; nie|; no|; nunca; ne|; jamais; non|; mai|; nao; or|;
          oder|; ou|; 不; ない; if|; when|; whenever; unless; wenn|; falls|; si|; cuando;
          quand; se|; quando; 如果; 当; 場合; before calling; before using; instead of; for|""");
  private static final Fragments PLAN =
      Fragments.of(
          """
          plan; steps; step 1; approach; here's how; i will; i'll; schritte; vorgehen;
          ich werde; pasos; voy a; etapes; je vais; passi; passaggi; passos; vou|; 计划;
          步骤; 手順; 計画""");
  private static final Fragments OWN =
      Fragments.of(
          """
          my plan; my approach; plan:; mein plan; mein vorgehen; mi plan;
          mon plan; il mio piano; meu plano; 我的计划; 私の計画; 以下の手順で進め""");
  private static final Fragments ASKED_FOR_PLAN =
      Fragments.of(
          """
          plan; outline; steps; how|; strategy; roadmap; approach; itinerary; schritte; wie|;
          ablauf; pasos; como|; etapes; comment; passi; come|; passos; agenda; schedule;
          program; 计划; 步骤; 怎么; 方案; 手順; 方法; 計画""");

  private static final Fragments WAITS =
      Fragments.of(
          """
          submitted; queued; processing; in progress; being processed; will be|; shortly; soon|;
          once|; takes; started; scheduled; accepted; wait; eingereicht; in bearbeitung; wird|;
          en proceso; procesando; sera|; en cours; bientot; in corso; em andamento""");

  private PrematureCompletion() {}

  public static boolean in(TraceView view) {
    String text = view.conversation().finalText();
    if (text == null || text.isBlank() || view.rootFailed() || handedOver(view, text)) {
      return false;
    }
    boolean admits = TELLS_OPEN.in(text);
    boolean endsWithAnswer = isLast(view);
    return (!admits && (openTasks(view) || (openBoxes(text) >= 1 && DONE.in(text))))
        || (endsWithAnswer && Announcement.endsIn(text))
        || (endsWithAnswer && plansOnly(view, text))
        || (!admits && DONE.in(text) && (lacksRequired(view) || moreRemains(view, text)))
        || (!admits && !WAITS.in(text) && (stillPending(view, text) || TaskList.isOpen(view)));
  }

  /** Whether the last change only began, nothing was asked of it after, and it is told as done. */
  private static boolean stillPending(TraceView view, String text) {
    List<Call> calls = view.calls();
    Call last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
    return last != null
        && !last.failed()
        && (last.action() == Action.WRITE || last.action() == Action.RUN)
        && isUndone(ResultMarks.of(last.result()))
        && (DONE.in(text) || Claims.tellsDone(text));
  }

  private static boolean isUndone(ResultMarks marks) {
    return marks.pending() || marks.noEffect();
  }

  private static boolean handedOver(TraceView view, String text) {
    return Escalation.endsThere(view) || (Replies.handsOver(text) && view.calls().isEmpty());
  }

  /** Whether the answer is the last step, so that what it announces never came. */
  private static boolean isLast(TraceView view) {
    List<Step> steps = view.steps();
    return !steps.isEmpty() && steps.get(steps.size() - 1) instanceof Step.Said;
  }

  /** Whether the last list of tasks that a tool was given has open items. */
  private static boolean openTasks(TraceView view) {
    for (int i = view.calls().size() - 1; i >= 0; i--) {
      Call call = view.calls().get(i);
      if (call.tokens().stream().anyMatch(LISTS::contains) && call.arguments() != null) {
        JsonNode node = json(call.arguments());
        JsonNode list = node == null ? null : list(node);
        if (list != null) {
          return anyOpen(list);
        }
      }
    }
    return false;
  }

  private static JsonNode list(JsonNode node) {
    if (node.isArray()) {
      return node;
    }
    for (JsonNode value : node) {
      if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
        return value;
      }
    }
    return null;
  }

  private static boolean anyOpen(JsonNode list) {
    for (JsonNode item : list) {
      String status = item.path("status").asText(item.path("state").asText(""));
      boolean undone =
          (item.has("done") && !item.path("done").asBoolean())
              || (item.has("completed") && !item.path("completed").asBoolean());
      if (undone || OPEN.contains(Fragments.fold(status))) {
        return true;
      }
    }
    return false;
  }

  private static int openBoxes(String text) {
    int boxes = 0;
    for (int at = text.indexOf("[ ]"); at >= 0; at = text.indexOf("[ ]", at + 3)) {
      boxes++;
    }
    return boxes;
  }

  /** The run ends in a plan of the agent's own, nobody asked for one, and nothing was done. */
  private static boolean plansOnly(TraceView view, String text) {
    String head = text.substring(0, Math.min(text.length(), PLAN_TAIL));
    List<Exchange> exchanges = view.exchanges();
    Exchange last = exchanges.get(exchanges.size() - 1);
    return last.calls().isEmpty()
        && last.asked() != null
        && PLAN.in(head)
        && OWN.in(head)
        && FormatLimits.listLines(head) >= 2
        && !ASKED_FOR_PLAN.in(last.question())
        && !Announcement.asks(text)
        && text.length() < PLAN_TAIL
        && !DONE.in(text);
  }

  /** Whether a tool that the instructions require without a condition was never called. */
  private static boolean lacksRequired(TraceView view) {
    String system = view.conversation().systemText();
    if (system == null || !MUST.in(system)) {
      return false;
    }
    Set<List<String>> called = new HashSet<>();
    view.calls().forEach(call -> called.add(call.tokens()));
    for (String sentence : system.split("(?<=[.;!。])\\s*|\n", -1)) {
      if (sentence.length() < 400 && MUST.in(sentence) && !NOT.in(sentence)) {
        List<List<String>> named = ToolMentions.in(sentence);
        if (!named.isEmpty() && named.stream().noneMatch(called::contains)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the last result that came says that more is to come. */
  private static boolean moreRemains(TraceView view, String text) {
    List<Call> calls = view.calls();
    Call last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
    JsonNode node = last == null || last.result() == null ? null : json(last.result());
    if (node == null || !node.isObject() || !ALL.in(text)) {
      return false;
    }
    var fields = node.fields();
    while (fields.hasNext()) {
      var field = fields.next();
      if (MORE.contains(Fragments.fold(field.getKey())) && isSome(field.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSome(JsonNode value) {
    return value.isBoolean()
        ? value.asBoolean()
        : value.isNumber()
            ? value.asDouble() > 0
            : value.isArray()
                ? !value.isEmpty()
                : value.isTextual() && !value.asText().isBlank() && !value.asText().equals("none");
  }

  private static JsonNode json(String text) {
    String plain = text.strip();
    if (plain.length() > MAX_JSON || !(plain.startsWith("{") || plain.startsWith("["))) {
      return null;
    }
    try {
      return JSON.readTree(plain);
    } catch (JsonProcessingException e) {
      // No JSON: it lists nothing.
      return null;
    }
  }
}
