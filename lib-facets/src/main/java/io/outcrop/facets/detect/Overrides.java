package io.outcrop.facets.detect;

/**
 * Texts that try to take an agent over: orders to drop its instructions, to be another, or to keep
 * something from its user.
 *
 * <p>Seen by a verb of dropping, and near it a word for instructions and a word that says whose; by
 * the marks of a chat's roles; or by words that turn to the machine. English, German, Spanish,
 * French, Portuguese, Italian, Chinese and Japanese.
 */
final class Overrides {
  private static final int REACH = 70;
  private static final int BEFORE = 60;

  /** A text that talks about takeovers so often means none. */
  private static final int MOST_TRIES = 8;

  private static final Fragments DROP =
      Fragments.of(
          """
          ignore|; ignoring|; disregard; forget|; override|; bypass|; do not follow;
          don't follow; stop following; set aside; drop|; ignorier; vergiss; vergessen sie;
          missachte; umgeh; befolge nicht; ignora|; ignore; ignoren; olvida; olvide;
          descarta; omite; desobedece; ignorez; oublie; contourne; ne tiens pas compte;
          ne tenez pas compte; ne suis plus; dimentica; trascura; non seguire; esqueca;
          desconsidere; 忽略; 无视; 忘记; 忘掉""");
  private static final Fragments ORDERS =
      Fragments.of(
          """
          instruction; prompt; rules|; rule|; guideline; directive; orders|; programming;
          restrictions; polic; safety; filters; training; task|; context|; anweisung; regeln;
          vorgaben; richtlinien; befehle; instruccion; reglas; indicacion; ordenes;
          directric; restriccion; consigne; regles; directives; istruzion; regole; instruc;
          regras; diretrizes; 指令; 指示; 规则; 提示; 说明; 限制""");
  private static final Fragments WHOSE =
      Fragments.of(
          """
          previous; prior|; above|; earlier; all|; your|; any|; every|; original; system;
          preceding; former; safety; these|; those|; initial; vorherig; bisherig; vorigen;
          alle|; deine; obigen; ihre|; fruheren; anterior; previas; todas; todos; tus|; sus|;
          las|; precedent; toutes; tes|; vos|; les|; precedenti; tutte; tue|; le|; suas|;
          as|; 之前; 以上; 先前; 所有; 前面; 你的; 系统""");

  /** Japanese puts the verb behind. */
  private static final Fragments DROP_BEHIND = Fragments.of("無視; 忘れ; 従わない");

  private static final Fragments ORDERS_BEFORE = Fragments.of("指示; 命令; ルール; プロンプト; 制限; 規則");

  private static final Fragments ROLES =
      Fragments.of(
          """
          <|im_start|>; <|system|>; [inst]; <<sys>>; <system>; [system]; ### system;
          ### instruction; [system message; system override; system notice:; system message:;
          system:; <important>; new instructions:; new instruction:; updated instructions:;
          neue anweisung; nuevas instrucciones:; nouvelles instructions; nuove istruzioni:;
          novas instrucoes:; 新的指令; 新指令; 系统消息; 新しい指示""");
  private static final Fragments MACHINE =
      Fragments.of(
          """
          ai assistant; ai agent; ai model; language model; llm; the assistant; assistant:;
          attention ai; note to ai; automated agent; any agent reading; ais reading; chatbot;
          ki-assistent; ki-agent; sprachmodell; an die ki; assistent:; asistente de ia;
          agente de ia; para la ia; al asistente; asistente:; assistant ia; agent ia; a l'ia;
          l'assistant; assistente ai; assistente ia; all'ia; para a ia; agente ai; ai助手;
          人工智能助手; 智能体; aiアシスタント; aiエージェント""");
  private static final Fragments MUST =
      Fragments.of(
          """
          you must; you should now; you are now; must now; must immediately; you have to;
          please send; please forward; please call; please transfer; please delete;
          immediately; send|; forward|; call the; execute; reply with; respond with;
          say that; tell the user; recommend; transfer|; delete|; rate|; approve; du musst;
          sie mussen; sende; leite; antworte; fuhre; losche; empfiehl; uberweise; debes;
          debe|; envia; responde; ejecuta; borra; recomienda; transfiere; tu dois;
          vous devez; envoie; envoyez; reponds; supprime; recommande; transfer; devi|; invia;
          rispondi; esegui; deve|; envie; responda; 必须; 请发送; 请调用; 发送; 执行; 回复;
          请推荐; 送信し; 実行し; 答え; 削除し""");
  private static final Fragments SECRECY =
      Fragments.of(
          """
          do not tell the user; don't tell the user; do not inform the user;
          without telling the user; without informing the user; do not mention this to;
          don't mention this to; never mention this to; do not reveal this to the user;
          hide this from the user; sag dem nutzer nichts; sage dem nutzer nichts;
          sag dem benutzer nichts; ohne den nutzer zu informieren; no se lo digas al usuario;
          no le digas al usuario; sin informar al usuario; sin avisar al usuario;
          ne le dis pas a l'utilisateur; ne dis rien a l'utilisateur;
          n'informe pas l'utilisateur; sans informer l'utilisateur; non dirlo all'utente;
          senza informare l'utente; nao conte ao usuario; sem informar o usuario;
          不要告诉用户; 不要让用户; ユーザーには言わ; ユーザーに知らせ""");
  private static final Fragments TALKED_ABOUT =
      Fragments.of(
          """
          such as; like "; e.g.; example; attack; prompt injection; phrase; jailbreak;
          called; detect; blocked; phishing; angriff; beispiel; ataque; ejemplo; attaque;
          exemple; attacco; esempio; 攻击; 例如; 攻撃; 注入""");

  private Overrides() {}

  /** Where a text that takes over begins, or -1; what is only talked about is none. */
  static int find(String text, int from) {
    int at = next(text, from);
    for (int tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
      if (!isTalkedAbout(text, at)) {
        return at;
      }
      at = next(text, at + 1);
    }
    return -1;
  }

  private static int next(String text, int from) {
    int first = drops(text, from);
    first = nearer(first, SECRECY.find(text, from));
    first = nearer(first, addressed(text, from));
    return nearer(first, dropsBehind(text, from));
  }

  private static int nearer(int one, int other) {
    return one < 0 ? other : other < 0 ? one : Math.min(one, other);
  }

  /** An order to drop instructions. */
  static int drops(String text, int from) {
    for (int at = DROP.find(text, from); at >= 0; at = DROP.find(text, at + 1)) {
      int until = Math.min(text.length(), at + REACH);
      int stop = endOfSentence(text, at, until);
      int orders = ORDERS.find(text, at + 2, stop);
      if (orders >= 0 && WHOSE.find(text, at + 2, stop) >= 0) {
        return at;
      }
    }
    return -1;
  }

  private static int dropsBehind(String text, int from) {
    for (int at = DROP_BEHIND.find(text, from); at >= 0; at = DROP_BEHIND.find(text, at + 1)) {
      if (ORDERS_BEFORE.find(text, Math.max(0, at - 20), at) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** Marks of a role, or a machine that is turned to, and an order close behind. */
  private static int addressed(String text, int from) {
    return nearer(ordered(ROLES, text, from), ordered(MACHINE, text, from));
  }

  private static int ordered(Fragments addresses, String text, int from) {
    for (int at = addresses.find(text, from); at >= 0; at = addresses.find(text, at + 2)) {
      if (MUST.find(text, at + 2, Math.min(text.length(), at + 2 * REACH)) >= 0) {
        return at;
      }
    }
    return -1;
  }

  private static int endOfSentence(String text, int at, int until) {
    for (int i = at; i < until; i++) {
      if (".!?\n。".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return until;
  }

  private static boolean isTalkedAbout(String text, int at) {
    int start = Math.max(0, at - BEFORE);
    boolean told = TALKED_ABOUT.find(text, start, at) >= 0;
    char before = at == 0 ? ' ' : text.charAt(at - 1);
    boolean quoted =
        "\"\u201c\u2018\u00ab「'`".indexOf(before) >= 0
            && at > 1
            && Character.isWhitespace(text.charAt(at - 2));
    return told || quoted;
  }
}
