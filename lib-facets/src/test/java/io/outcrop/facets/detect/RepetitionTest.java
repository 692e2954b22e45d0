package io.outcrop.facets.detect;

import static io.outcrop.facets.TraceBuilder.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.outcrop.facets.TraceBuilder;
import org.junit.jupiter.api.Test;

class RepetitionTest {

  private static boolean loop(TraceBuilder builder) {
    return Repetition.isLoop(TraceView.of(builder.build()));
  }

  private static int repeated(TraceBuilder builder) {
    return Repetition.repeatedCalls(TraceView.of(builder.build()));
  }

  /** Calls as "tool arguments result". */
  private static TraceBuilder calls(String... calls) {
    TraceBuilder builder = trace().user("Go");
    for (String call : calls) {
      String[] parts = call.split(" ", 3);
      if (parts[2].equals("FAIL")) {
        builder.failedTool(parts[0], parts[1], "boom");
      } else {
        builder.tool(parts[0], parts[1], parts[2].equals("-") ? null : parts[2]);
      }
    }
    return builder;
  }

  @Test
  void loop_sameCallThreeTimes_isOne() {
    assertThat(loop(calls("get a 1", "get a 1", "get a 1"))).isTrue();
  }

  @Test
  void loop_sameCallWithOthersBetween_isOne() {
    assertThat(loop(calls("get a 1", "get b 2", "get a 1", "get c 3", "get a 1"))).isTrue();
  }

  @Test
  void loop_sameFailureThreeTimes_isOne() {
    assertThat(loop(calls("get a FAIL", "get a FAIL", "get a FAIL"))).isTrue();
  }

  @Test
  void loop_cycleOfTwo_isOne() {
    assertThat(loop(calls("get a 1", "put b 2", "get a 1", "put b 2", "get a 1", "put b 2")))
        .isTrue();
  }

  @Test
  void loop_cycleOfFour_isOne() {
    String[] cycle = {"p a 1", "q b 2", "r c 3", "s d 4"};
    String[] thrice = new String[12];
    for (int i = 0; i < 12; i++) {
      thrice[i] = cycle[i % 4];
    }
    assertThat(loop(calls(thrice))).isTrue();
  }

  @Test
  void loop_sameLongTextThreeTimes_isOne() {
    String text = "Please give me your order number so that I can look into it.";
    TraceBuilder builder = trace().user("a").assistant(text).user("b").assistant(text).user("c");
    assertThat(loop(builder.assistant(text))).isTrue();
  }

  @Test
  void loop_resultsNotRecorded_isOne() {
    assertThat(loop(calls("get a -", "get a -", "get a -"))).isTrue();
  }

  @Test
  void loop_emptySearchThreeTimes_isOne() {
    assertThat(loop(calls("search a []", "search a []", "search a []"))).isTrue();
  }

  @Test
  void loop_afterGoodStart_isOne() {
    assertThat(loop(calls("get z 9", "put y 8", "get a 1", "get a 1", "get a 1", "get b 2")))
        .isTrue();
  }

  @Test
  void loop_twice_isNone() {
    assertThat(loop(calls("get a 1", "get a 1"))).isFalse();
  }

  @Test
  void loop_pollingWithNewResults_isNone() {
    assertThat(loop(calls("status a 10%", "status a 50%", "status a 90%", "status a done")))
        .isFalse();
  }

  @Test
  void loop_pollingWithoutRecordedResults_isNone() {
    assertThat(loop(calls("check_status a -", "check_status a -", "check_status a -"))).isFalse();
  }

  @Test
  void loop_retriesThatRecover_isNone() {
    assertThat(loop(calls("get a FAIL", "get a FAIL", "get a FAIL", "get a 1"))).isFalse();
  }

  @Test
  void loop_otherArguments_isNone() {
    assertThat(loop(calls("get a 1", "get b 1", "get c 1", "get d 1"))).isFalse();
  }

  @Test
  void loop_otherTools_isNone() {
    assertThat(loop(calls("p a 1", "q a 1", "r a 1"))).isFalse();
  }

  @Test
  void loop_farApart_isNone() {
    String[] far = new String[31];
    for (int i = 0; i < far.length; i++) {
      far[i] = i % 15 == 0 ? "ls . x" : "edit f" + i + " ok";
    }
    assertThat(loop(calls(far))).isFalse();
  }

  @Test
  void loop_cycleWithNewResults_isNone() {
    assertThat(loop(calls("edit a 1", "test b 2", "edit a 3", "test b 4", "edit a 5", "test b 6")))
        .isFalse();
  }

  @Test
  void loop_cycleTwice_isNone() {
    assertThat(loop(calls("get a 1", "put b 2", "get a 1", "put b 2"))).isFalse();
  }

  @Test
  void loop_argumentsNotRecorded_isNone() {
    TraceBuilder builder = trace().tool("get", null, "1").tool("get", null, "1");
    assertThat(loop(builder.tool("get", null, "1"))).isFalse();
  }

  @Test
  void loop_shortTextRepeated_isNone() {
    TraceBuilder builder = trace().user("a").assistant("OK.").user("b").assistant("OK.").user("c");
    assertThat(loop(builder.assistant("OK."))).isFalse();
  }

  @Test
  void repeatedCalls_sameResult_areCounted() {
    assertThat(repeated(calls("get a 1", "get a 1", "get b 1", "get a 1"))).isEqualTo(2);
  }

  @Test
  void repeatedCalls_newResult_isNotCounted() {
    assertThat(repeated(calls("get a 1", "get a 2", "get a FAIL"))).isZero();
  }
}
