package io.outcrop.facets.detect;

import io.outcrop.facets.trace.Turn;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Whether the case went, or was asked to go, to a human.
 *
 * <p>By a call whose name hands over to a person, by the user asking for one, or by the agent
 * saying that it transfers the user. A handoff between agents is delegation and does not count.
 */
public final class Escalation {
  private static final Set<String> HUMAN =
      Set.of("human", "humans", "operator", "representative", "person", "supervisor", "manager");
  private static final Set<String> HAND =
      Set.of("transfer", "escalate", "handoff", "handover", "hand", "connect", "contact", "route");
  private static final Phrases USER_ASKS =
      Phrases.of(
          "speak|talk|chat to|with a|an|your|the"
              + " human|agent|representative|person|manager|supervisor|operator",
          "speak|talk|chat to|with a|an|your|the real|live|actual|human"
              + " person|human|agent|representative|operator|being",
          "speak|talk to|with someone",
          "want|need|get|give me a|an|some human|representative|manager|supervisor",
          "transfer|connect|escalate|put me .. to|with|through",
          "human|live|real agent|representative|operator please",
          "i want .. human",
          "to|with a human being",
          "agente humano",
          "hablar con .. persona|agente|humano",
          "mit einem|einer"
              + " menschen|mitarbeiter|mitarbeiterin|berater|person|vorgesetzten|verantwortlichen",
          "vorgesetzten sprechen",
          "verbinden sie mich",
          "hablar con un|una|el|la|su"
              + " persona|agente|humano|supervisor|encargado|representante|gerente",
          "páseme|comuníqueme|póngame con",
          "parler à|avec .. humain|conseiller|conseillère|personne|responsable",
          "passez moi un|une",
          "falar com um|uma|o|a|seu atendente|pessoa|humano|gerente|supervisor",
          "parlare con un|una|il operatore|persona|umano|responsabile");
  private static final String[] USER_ASKS_DENSE = {
    "\u4eba\u5de5\u5ba2\u670d",
    "\u8f6c\u4eba\u5de5",
    "\u771f\u4eba\u5ba2\u670d",
    "\u4eba\u9593\u306e\u30aa\u30da\u30ec\u30fc\u30bf\u30fc",
    "\u62c5\u5f53\u8005\u3068\u8a71",
    "\u62c5\u5f53\u8005\u306b\u4ee3\u308f",
    "\u6709\u4eba\u5bfe\u5fdc"
  };
  private static final Phrases AGENT_SAYS =
      Phrases.of(
          "transferring|transferred|connecting|escalating you .."
              + " human|agent|representative|specialist|supervisor|person",
          "are being transferred",
          "i'm|am transferring you",
          "escalated|escalating .. to .. human|supervisor|manager",
          "transferred|escalated .. to a .. human|agent|representative|specialist|supervisor",
          "verbinde sie|dich .. mit .. mitarbeiter|mitarbeiterin|menschen|kollegen|berater",
          "leite|gebe sie|dich .. weiter",
          "le|te paso|transfiero|comunico con|a .. agente|humano|persona|supervisor",
          "vous|te transfère|transfere|mets .. conseiller|relation|humain|responsable",
          "vou transferir|transferindo .. atendente|humano|especialista",
          "la|ti trasferisco|passo .. operatore|responsabile");

  /** The user asks, in other languages; without accents. */
  private static final Fragments USER_ASKS_ELSEWHERE =
      Fragments.of(
          """
          mit einem mitarbeiter; mit einer mitarbeiterin; mit einem echten menschen;
          mit ihrem vorgesetzten; mit dem vorgesetzten; mit einem vorgesetzten;
          mit einer echten person; echten mitarbeiter; einen menschen sprechen;
          menschlichen mitarbeiter; jemanden vom support sprechen; hablar con una persona;
          hablar con un humano; hablar con un agente; hablar con alguien;
          hablar con su supervisor; hablar con un supervisor; pasame con; paseme con;
          comuniqueme con; un agente humano; una persona real; parler a un humain;
          parler a quelqu'un; parler a un conseiller; parler a une personne;
          parler a un responsable; parler avec un conseiller; parler avec un humain;
          passez-moi un; passe-moi un; un vrai humain; un conseiller humain;
          parlare con un operatore; parlare con una persona; parlare con un umano;
          parlare con qualcuno; parlare con un responsabile; mi passi un operatore;
          falar com um atendente; falar com uma pessoa; falar com um humano;
          falar com alguem; falar com um supervisor; um atendente humano; 人工客服; 转人工;
          真人; 和你们的经理; 找你们经理; 人間の担当者; 担当者につな; 担当者に代わ;
          担当者と話; 上司に代わ; オペレーターに""");

  /** The agent hands over, in other languages. */
  private static final Fragments AGENT_SAYS_ELSEWHERE =
      Fragments.of(
          """
          ich verbinde sie mit; ich verbinde dich mit; ich leite sie weiter an;
          ich leite sie an einen; ich ubergebe an einen; an einen mitarbeiter weiter;
          an einen menschen weiter; le paso con; te paso con; le transfiero; te transfiero;
          le comunico con un; transferire con un agente; je vous transfere;
          je vous mets en relation; je te transfere;
          je transmets votre dossier a un conseiller; la trasferisco; ti trasferisco;
          la metto in contatto con; vou transferir voce; vou transferi-lo;
          estou transferindo; 为您转接人工; 转接到人工; 转交给人工; 担当者におつなぎ;
          担当者にお繋ぎ; 担当者に引き継""");

  private static final int MOST_ARGUMENTS = 300;
  private static final Fragments ARGUMENT_HUMAN =
      Fragments.of("human|; human_agent; live_agent; live agent; person|; mensch; humano; humain");

  private Escalation() {}

  /** True or false; null where there is neither a call nor a text to tell. */
  public static Boolean of(TraceView view) {
    List<Turn> turns = view.conversation().turns();
    if (view.calls().isEmpty() && turns.isEmpty()) {
      return null;
    }
    return view.calls().stream().anyMatch(call -> toHuman(call) && !call.failed())
        || turns.stream().anyMatch(t -> t.isUser() && userAsks(t.text()))
        || turns.stream().anyMatch(t -> t.isAnswer() && agentSays(t.text()));
  }

  private static boolean userAsks(String text) {
    return USER_ASKS.in(text)
        || USER_ASKS_ELSEWHERE.in(text)
        || Arrays.stream(USER_ASKS_DENSE).anyMatch(text::contains);
  }

  private static boolean agentSays(String text) {
    return AGENT_SAYS.in(text) || AGENT_SAYS_ELSEWHERE.in(text);
  }

  /** Whether handing over to a person is the last thing that was done. */
  public static boolean endsThere(TraceView view) {
    List<Call> calls = view.calls();
    Call last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
    return last != null && toHuman(last) && !last.failed();
  }

  /** Whether a call hands over to a person. */
  static boolean toHuman(Call call) {
    List<String> tokens = call.tokens();
    boolean hands = tokens.stream().anyMatch(HAND::contains);
    boolean human = tokens.stream().anyMatch(HUMAN::contains);
    boolean escalates = tokens.contains("escalate") || tokens.contains("escalation");
    boolean told = hands && call.arguments() != null && ARGUMENT_HUMAN.in(head(call.arguments()));
    return (hands && human) || escalates || told;
  }

  private static String head(String arguments) {
    return arguments.substring(0, Math.min(arguments.length(), MOST_ARGUMENTS));
  }
}
