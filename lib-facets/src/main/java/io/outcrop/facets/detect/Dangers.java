package io.outcrop.facets.detect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Dangers to a person and confidences that a text names, as kinds: what nobody who works on a case
 * may do without.
 */
final class Dangers {
  private static final Map<String, Fragments> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put(
        "allergy",
        Fragments.of(
            """
            allerg; anaphyla; alergi; alergic; intoleran; unvertrag; celiac; coeliac; zoliakie;
            coeliaque; 过敏; アレルギー"""));
    KINDS.put(
        "pregnancy",
        Fragments.of(
            """
            pregnan; schwanger; embaraz; enceinte; gravida; incinta; 怀孕; 孕妇; 妊娠"""));
    KINDS.put(
        "illness",
        Fragments.of(
            """
            diabet; epilep; pacemaker; asthma; heart condition; blood thinner; warfarin;
            seizure; herzschrittmacher; herzkrank; blutverdunner; marcapasos; anticoagul;
            cardiac condition; problema cardiaco; problemas cardiacos; probleme cardiaque;
            stimulateur cardiaque; asthme; asma|; immunocompromised; immunsupprimiert; 糖尿病;
            心脏病; 哮喘; 心臓病; 喘息; ペースメーカー"""));
    KINDS.put(
        "self_harm",
        Fragments.of(
            """
            suicid; self-harm; self harm; kill myself; end my life; selbstmord; suizid;
            mich umbringen; suicidio; quitarme la vida; me tuer; mettre fin a mes jours;
            uccidermi; me matar; 自杀; 自殺; 死にたい"""));
    KINDS.put(
        "child",
        Fragments.of(
            """
underage; is a minor; am a minor; minor child; year-old child; years old child; toddler; infant|; newborn;
unaccompanied; minderjahrig; kleinkind; saugling; menor de edad; bebe de; mineur;
nourrisson; minorenne; neonato; menor de idade; 未成年; 婴儿; 乳児"""));
    KINDS.put(
        "access",
        Fragments.of(
            """
            wheelchair; rollstuhl; silla de ruedas; fauteuil roulant; sedia a rotelle;
            cadeira de rodas; 轮椅; 車椅子"""));
    KINDS.put(
        "confidence",
        Fragments.of(
            """
            confidential; do not share; don't share; must not be shared; keep this private;
            keep it private; keep it secret; restraining order; vertraulich; nicht weitergeben;
            geheim halten; confidencial; no compartas; no lo compartas; confidentiel;
            ne partagez pas; ne le partage pas; riservat; non condividere; nao compartilhe;
            保密; 机密; 機密; 内密"""));
  }

  private Dangers() {}

  static Set<String> in(String text) {
    Set<String> found = new TreeSet<>();
    KINDS.forEach(
        (kind, fragments) -> {
          int at = fragments.find(text, 0);
          if (at >= 0 && !isDenied(text, at)) {
            found.add(kind);
          }
        });
    return found;
  }

  private static final Fragments NONE =
      Fragments.of(
          """
          no|; not|; without; keine; kein|; nicht; sin|; no tengo; pas de; pas d'; aucune;
          sans; nessuna; non sono; sem|; nao|; 没有; 无; 不是""");

  /** "No allergies": nothing to pass on; "do not share" is itself an order. */
  private static boolean isDenied(String text, int at) {
    int from = Math.max(0, at - 14);
    for (int i = at - 1; i >= from; i--) {
      if (",.;!?\n".indexOf(text.charAt(i)) >= 0) {
        from = i;
      }
    }
    boolean denied = NONE.find(text, from, at) >= 0;
    return denied
        || text.startsWith(": none", Math.min(text.length(), at + 9))
        || text.startsWith(": none", Math.min(text.length(), at + 7));
  }
}
