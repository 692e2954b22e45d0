package io.outcrop.facets.detect;

/**
 * Whether a text says at its end that the agent is about to do something, or that the reader should
 * wait.
 *
 * <p>A first person and a future before a verb of working: "Let me check that", "I'll now run the
 * tests". Promises for later ("I'll be here"), offers with a condition and questions are none.
 */
final class Announcement {
  private static final int TAIL = 260;
  private static final int HINT = 40;

  private static final Fragments FUTURE =
      Fragments.of(
          """
          let me|; i'll|; i will|; i am going to; i'm going to; i am now going to; now i'll;
          next, i; let's|; we'll now; i am about to; i'm about to; ich werde; ich schaue;
          ich prufe; ich suche; ich beginne; lass mich; lassen sie mich; als nachstes; voy a;
          dejame; dejeme; permiteme; permitame; ahora voy; procedere a; a continuacion;
          je vais; laissez-moi; laisse-moi; je m'apprete; adesso|; ora|; sto per; fammi;
          mi permetta; procedo a; vou|; deixe-me; deixa eu; irei|; 让我; 我将; 我会; 我现在;
          我来; 接下来我; 稍等; 我马上; これから; 今から; 次に; に取りかかります;
          確認いたします; 調べます""");
  private static final Fragments WORK =
      Fragments.of(
          """
          check; look; search; fetch; find; run|; run the; process; update; proceed; start;
          begin; create; analyz; analys; investigat; review; retriev; pull up; verify;
          calculat; compute; query; book; cancel; implement; write; fix; open; read; inspect;
          gather; submit; send; call; test; install; get|; prepare; execute; apply; prufen;
          schaue; suche; nachsehen; beginn; erstell; abruf; aktualisier; stornier; buche;
          analysier; ausfuhr; prufe; nachschau; ermittel; revis; buscar; consult; verific;
          comprob; proced; crear; cancelar; reserv; analizar; ejecut; actualiz; empezar;
          comenzar; verifi; cherch; proceder; creer; lancer; annuler; analyser; executer;
          mettre; commencer; regarder; reserver; controll; cerc; avvi; esegu; procedo;
          prenot; annull; aggiorn; analizz; verificar; procurar; checar; executar; iniciar;
          começar; pesquis; atualizar; 查; 搜索; 检查; 处理; 运行; 执行; 开始; 分析; 更新;
          取消; 预订; 確認; 調べ; 調査; 検索; 実行; 開始; 処理; 予約; 作成""");
  private static final Fragments CONDITION =
      Fragments.of(
          """
          please; go ahead and; share|; provide|; transfer; standing by; bitte; por favor;
          s'il vous; veuillez; per favore; 请; ください;
          if|; once|; when|; whenever; as soon as; after you; let me know; wenn|; sobald;
          falls|; si|; cuando; en cuanto; una vez; quand; des que; lorsque; une fois; se|;
          quando; appena; assim que; 如果; 一旦; たら; 場合; would like; would you;
          in the future; next time; be here; be happy; be glad; be able; keep|; remember;
          tomorrow; later today; by email; not|; never; won't; summar; explain; walk you;
          break down; be in touch; ?; ？; happy to; nicht|; no voy; ne vais pas; stop here;
          leave it""");
  private static final Fragments WAIT =
      Fragments.of(
          """
          one moment; just a moment; please hold; hold on; please wait; give me a moment;
          give me a second; give me a minute; bear with me; i'll get back to you;
          i will get back to you; stand by; einen moment; einen augenblick; bitte warten;
          gedulden sie sich; ich melde mich; un momento; espere un; espera un;
          por favor espere; un instante; me pondre en contacto; un instant;
          veuillez patienter; patientez; ne quittez pas; je reviens vers vous; un attimo;
          attenda; aspetta un; um momento; aguarde; so um instante; 请稍等; 请稍候; 稍等一下;
          少々お待ち; お待ちください; 少しお待ち""");

  private Announcement() {}

  /** Whether the last sentence announces work that is still to be done. */
  static boolean endsIn(String text) {
    String last = lastSentence(text);
    int future = FUTURE.find(last, 0);
    return future >= 0
        && WORK.find(last, future, last.length()) >= 0
        && CONDITION.find(last, 0) < 0
        && !asks(text);
  }

  /** Whether it asks, though a hint on how to answer may follow. */
  static boolean asks(String text) {
    return Replies.asks(text) || text.indexOf('?', Math.max(0, text.length() - HINT)) >= 0;
  }

  /** Whether it ends by asking for patience. */
  static boolean asksToWait(String text) {
    String tail = text.substring(Math.max(0, text.length() - 140));
    int at = WAIT.find(tail, 0);
    return at >= 0 && text.length() < 500 && !Replies.asks(text);
  }

  private static String lastSentence(String text) {
    String tail = text.strip();
    tail = tail.substring(Math.max(0, tail.length() - TAIL));
    int start = 0;
    for (int i = 0; i < tail.length() - 1; i++) {
      char c = tail.charAt(i);
      boolean gap = Character.isWhitespace(tail.charAt(i + 1));
      boolean ends = (".!?".indexOf(c) >= 0 && gap) || "\n。\uff01".indexOf(c) >= 0;
      if (ends && hasWords(tail, i + 1)) {
        start = i + 1;
      }
    }
    return tail.substring(start);
  }

  /** A closing "One moment." is too short to hide what was announced before it. */
  private static boolean hasWords(String text, int from) {
    int letters = 0;
    for (int i = from; i < text.length(); i++) {
      letters += Character.isLetter(text.charAt(i)) ? TextScan.isDense(text.charAt(i)) ? 4 : 1 : 0;
    }
    return letters > 24;
  }
}
