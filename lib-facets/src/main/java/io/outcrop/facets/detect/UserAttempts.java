package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;

/**
 * What users try that an agent should not go along with: talking it out of its rules, and asking
 * for what is not its business.
 *
 * <p>A jailbreak attempt orders the agent to drop its instructions, to play one without rules, or
 * to show its instructions. A request is out of scope where the agent says so, in answer to it and
 * without having called anything; a refusal on grounds of policy is none. It cannot see an attempt
 * spread over turns or written in code, nor a request that the agent serves although it should not.
 */
public final class UserAttempts {
  private static final int MAX_CHARS = 20_000;
  private static final Fragments UNRULED =
      Fragments.of(
          """
          do anything now; developer mode; dan mode; you are dan; you are now dan;
          act as dan; jailbreak mode; jailbroken ai; unrestricted ai; unfiltered ai;
          uncensored ai; without any restrictions; without restrictions; without any filters;
          no restrictions; no ethical; no moral; no rules apply; rules do not apply;
          rules don't apply; pretend you have no; pretend there are no;
          pretend that you have no; free from all; god mode; sudo mode; disable your safety;
          turn off your safety; turn off your filters; disable your filters;
          without your filters; evil twin; ohne einschrankungen; ohne jede einschrankung;
          keine regeln; ohne filter; entwicklermodus; sin restricciones; sin filtros;
          sin censura; modo desarrollador; no tienes reglas; sans restrictions;
          sans restriction; sans filtre; sans censure; mode developpeur; aucune regle;
          senza restrizioni; senza filtri; modalita sviluppatore; sem restricoes;
          sem filtros; modo desenvolvedor; 没有限制; 没有任何限制; 不受限制; 开发者模式;
          越狱模式; 制限のない; 制限なし; 開発者モード""");
  private static final Fragments PLAY =
      Fragments.of(
          """
          you are; you're; act as; act like; pretend; role; imagine; behave; from now on;
          respond; answer; be|; enable; enter; activate; switch; disable; turn off; du bist;
          spiel; tu so; ab jetzt; verhalte; antworte; aktivier; eres; actua; finge; responde;
          a partir de; haz de cuenta; activa; tu es; agis; fais comme; reponds; desormais;
          active; sei|; fingi; comportati; rispondi; attiva; voce e; finja; aja como;
          responda; ative; 你现在; 扮演; 假装; 进入; 回答; 启用; あなたは; 振る舞; 演じ;
          になって; 答え""");
  private static final Fragments SHOW =
      Fragments.of(
          """
          reveal; show me; show your; print; repeat; output; tell me; display; give me; leak;
          what is your; what are your; copy; verrate; zeig; gib|; wiederhole; nenn; muestra;
          revela; dime; repite; imprime; montre; revele; affiche; donne-moi; repete; mostra;
          rivela; ripeti; mostre; repita; 告诉我; 显示; 输出; 重复; 見せて; 教えて; 表示""");
  private static final Fragments SECRETS =
      Fragments.of(
          """
          system prompt; initial prompt; hidden prompt; hidden instructions;
          secret instructions; your instructions; initial instructions; system instructions;
          internal instructions; system message; systemprompt; system-prompt;
          deine anweisungen; prompt del sistema; prompt de sistema; tus instrucciones;
          instrucciones internas; prompt systeme; tes instructions; instructions internes;
          prompt di sistema; tue istruzioni; prompt do sistema; suas instrucoes; 系统提示;
          你的指令; システムプロンプト; 内部指示""");
  private static final Fragments SECOND =
      Fragments.of(
          """
          what is a; what does; explain; how do i; how to write; write a; my system prompt;
          article; was ist ein; erklar; que es un; explica; qu'est-ce; explique; cos'e;
          spiega; o que e um; 什么是; 解释; とは何""");
  private static final Fragments OUTSIDE =
      Fragments.of(
          """
          outside my scope; outside the scope; outside of my scope; out of scope;
          out of my scope; beyond my scope; beyond the scope of what i;
          outside what i can help; outside my area; outside of my area; outside of what i;
          not something i handle; not something i can help with here; i can only help with;
          i can only assist with; i only help with; i only handle;
          i'm only able to help with; i am only able to help with; i'm only able to assist;
          i can only answer questions about; i only answer questions about;
          i'm here to help with; i am here to help with; i'm designed to help with;
          i specialize in; nicht in meinem bereich; nicht mein bereich; ausserhalb meines;
          ich kann nur bei; ich kann ihnen nur bei; ich kann dir nur bei; ich helfe nur bei;
          nur fragen zu; fuera de mi alcance; fuera de mi ambito; fuera del alcance;
          solo puedo ayudar; solo puedo ayudarte; solo puedo ayudarle; solo respondo;
          en dehors de mon; hors de mon domaine; hors de mon perimetre;
          je ne peux vous aider que; je ne peux t'aider que; je m'occupe uniquement;
          je ne reponds qu'aux; uniquement aux questions; al di fuori del mio; fuori dal mio;
          posso aiutarti solo; posso aiutarla solo; fora do meu escopo; fora do escopo;
          so posso ajudar; apenas posso ajudar; 超出了我的; 不在我的; 我只能帮; 我只能回答;
          対応範囲外; 範囲外; のみお手伝い; のみ対応""");
  private static final Fragments WELCOME =
      Fragments.of(
          """
          hello; hi|; hi!; hi,; welcome; hallo; willkommen; guten tag; hola; bienvenid;
          bonjour; bienvenue; ciao; buongiorno; ola|; 你好; 您好; こんにちは""");

  private UserAttempts() {}

  public static boolean jailbreak(TraceView view) {
    return view.conversation().turns().stream()
        .filter(Turn::isUser)
        .map(Turn::text)
        .anyMatch(UserAttempts::isJailbreak);
  }

  static boolean isJailbreak(String whole) {
    String text = whole.length() <= MAX_CHARS ? whole : whole.substring(0, MAX_CHARS);
    int over = Overrides.find(text, 0);
    if (over >= 0 && !aboutDocuments(text, over)) {
      return true;
    }
    int unruled = UNRULED.find(text, 0);
    if (unruled >= 0
        && PLAY.find(text, Math.max(0, unruled - 160), Math.min(text.length(), unruled + 120)) >= 0
        && !SECOND.in(text)) {
      return true;
    }
    int secret = SECRETS.find(text, 0);
    return secret >= 0
        && !SECOND.in(text)
        && SHOW.find(text, Math.max(0, secret - 60), Math.min(text.length(), secret + 60)) >= 0;
  }

  /**
   * "Ignore the previous instructions in the letter": what a third thing says is not the agent's.
   */
  private static boolean aboutDocuments(String text, int at) {
    int end = Math.min(text.length(), at + 110);
    return DOCUMENTS.find(text, at, end) >= 0;
  }

  private static final Fragments DOCUMENTS =
      Fragments.of(
          """
          in the file; in the letter; in the document; in the readme; in the email;
          my previous; my earlier; my last; i gave; i sent; in der datei; im dokument;
          meine vorherige; meine letzte; en el documento; en el archivo; mis|; mi|;
          que te di; dans le fichier; dans le document; mes|; ma|; mon|; nel file; le mie;
          no arquivo; minhas; 文件中; 文档中; 我之前; 我刚; 文書の; 私の; 先ほどの""");

  /** Whether the agent tells the user that a request is not what it is there for. */
  public static boolean outOfScope(TraceView view) {
    return view.exchanges().stream().anyMatch(UserAttempts::isOutside);
  }

  private static boolean isOutside(Exchange exchange) {
    if (exchange.asked() == null || !exchange.calls().isEmpty() || exchange.said().isEmpty()) {
      return false;
    }
    String answer = exchange.answer();
    int at = OUTSIDE.find(answer, 0);
    if (at < 0) {
      return false;
    }
    boolean greets =
        WELCOME.find(answer, 0, Math.min(answer.length(), 12)) >= 0
            && exchange.question().length() < 40;
    boolean stated = DENIES.in(answer);
    boolean weak = WEAK.at(answer, at);
    // What a rule forbids is the agent's business all the same.
    boolean forbidden = POLICY.find(answer, Math.max(0, at - REASON), at + REASON) >= 0;
    return !greets && !forbidden && (!weak || stated);
  }

  private static final int REASON = 160;
  private static final Fragments POLICY =
      Fragments.of(
          """
          policy; policies; terms and conditions; regulation; richtlinie; vorschrift;
          politica; politique; reglement; politiche; regolamento; 政策; 规定; ポリシー; 規約""");

  /** Words that also introduce the agent. */
  private static final Fragments WEAK =
      Fragments.of(
          """
          i'm here to help with; i am here to help with; i'm designed to help with;
          i specialize in""");

  private static final Fragments DENIES =
      Fragments.of(
          """
          can't|; cannot; unable; not able; sorry; unfortunately; not|; but|; however""");
}
