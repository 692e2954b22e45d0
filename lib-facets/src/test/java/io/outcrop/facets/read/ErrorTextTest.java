package io.outcrop.facets.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
  @Test
  void pythonTraceback_givesTypeAndMessageOfItsLastLine() {
    assertThat(
            ErrorText.of(
                "ValueError('bad')Traceback (most recent call last):\n\n\n  File \"a.py\", line 1, in f\n"
                    + "    raise ValueError('bad')\n\n\nValueError: bad thing: twice\n"))
        .isEqualTo(new ErrorText("ValueError", "bad thing: twice"));
    assertThat(ErrorText.of("Traceback (most recent call last):\n  x\nopenai.RateLimitError: 429"))
        .isEqualTo(new ErrorText("openai.RateLimitError", "429"));
  }

  @Test
  void pythonTraceback_cutOff_givesItsHead() {
    assertThat(ErrorText.of("KeyError('x')Traceback (most recent call last):\n  File \"a.py\""))
        .isEqualTo(new ErrorText("KeyError", "x"));
    assertThat(ErrorText.of("Traceback (most recent call last):\n  File"))
        .isEqualTo(new ErrorText(null, "File"));
  }

  @Test
  void pythonTraceback_withAMessageOfSeveralLines_givesAllOfIt() {
    assertThat(
            ErrorText.of(
                "Traceback (most recent call last):\n  File \"a.py\"\n"
                    + "pydantic_core.ValidationError: 1 error for X\nfield\n  missing [type=missing]"))
        .isEqualTo(
            new ErrorText(
                "pydantic_core.ValidationError", "1 error for X\nfield\n  missing [type=missing]"));
  }

  @Test
  void repr_givesTypeAndMessage() {
    assertThat(ErrorText.of("ToolException(\"no (such) tool\")"))
        .isEqualTo(new ErrorText("ToolException", "no (such) tool"));
    assertThat(ErrorText.of("CancelledError()")).isEqualTo(new ErrorText("CancelledError", ""));
  }

  @Test
  void javaScriptStack_givesTypeAndMessage() {
    assertThat(ErrorText.of("Error: boom\n    at f (a.js:1:2)\n    at g (a.js:3:4)"))
        .isEqualTo(new ErrorText("Error", "boom"));
  }

  @Test
  void plainText_isTheMessage() {
    assertThat(ErrorText.of("Could not reach host: refused"))
        .isEqualTo(new ErrorText(null, "Could not reach host: refused"));
    assertThat(ErrorText.of("Note: Errors happen"))
        .isEqualTo(new ErrorText(null, "Note: Errors happen"));
    assertThat(ErrorText.of("")).isEqualTo(new ErrorText(null, ""));
  }

  @Test
  void object_givesItsMembers() {
    assertThat(
            ErrorText.of(
                TextNode.valueOf("{\"name\":\"TypeError\",\"message\":\"m\",\"stack\":\"s\"}")))
        .isEqualTo(new ErrorText("TypeError", "m"));
    assertThat(ErrorText.of(TextNode.valueOf("{\"code\":7}")))
        .isEqualTo(new ErrorText(null, "{\"code\":7}"));
    assertThat(ErrorText.of(TextNode.valueOf("[1]"))).isEqualTo(new ErrorText(null, "[1]"));
  }
}
