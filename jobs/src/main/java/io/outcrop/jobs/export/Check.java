package io.outcrop.jobs.export;

/**
 * An assertion by which code tells whether a run does better, in the languages of the graders.
 *
 * <p>Each looks at one run as a JSON object: {@code input}, {@code final_text}, {@code
 * finish_reason}, {@code error}, and {@code tool_calls} with {@code name}, {@code arguments},
 * {@code result} and {@code error}. A plain text is taken for the final text of a run without
 * calls.
 */
enum Check {
  VALUES_FROM_RESULTS(
      "Every id and figure of the answer stands in a tool result or in the input.",
      "const known = seen(run) + ' ' + text(run.input); return"
          + " (text(run.final_text).match(/[A-Za-z]*\\d[\\w-]{3,}/g) || []).every(v =>"
          + " known.includes(v));",
      """
known = seen(run) + ' ' + text(run.get('input'))
return all(v in known for v in re.findall(r'[A-Za-z]*\\d[\\w-]{3,}', text(run.get('final_text'))))"""),
  SOURCES_RETRIEVED(
      "Every address and every source in brackets that the answer cites stands in a tool result.",
      "const known = seen(run); return"
          + " (text(run.final_text).match(/https?:\\/\\/[^\\s)\\]>'\"]+|\\[[\\w.:-]+\\]/g) ||"
          + " []).map(s => s.replace(/^\\[|[\\].,]+$/g, '')).every(s => known.includes(s));",
      """
      known = seen(run)
      cited = re.findall(r'https?://[^\\s)\\]>\\'"]+|\\[[\\w.:-]+\\]', text(run.get('final_text')))
      return all(re.sub(r'^\\[|[\\].,]+$', '', s) in known for s in cited)"""),
  OUTPUT_PARSES(
      "The answer, or the one fenced block in it, is JSON.",
      "const fenced = text(run.final_text).match(/```(?:json)?\\s*([\\s\\S]*?)```/);"
          + " try { JSON.parse(fenced ? fenced[1] : text(run.final_text)); return true; }"
          + " catch (e) { return false; }",
      """
      fenced = re.search(r'```(?:json)?\\s*([\\s\\S]*?)```', text(run.get('final_text')))
      try:
          json.loads(fenced.group(1) if fenced else text(run.get('final_text')))
          return True
      except ValueError:
          return False"""),
  NO_CALL_THREE_TIMES(
      "No call is made a third time with the same arguments and the same result.",
      "const times = {}; return calls(run).every(c => { const k = JSON.stringify([c.name,"
          + " c.arguments, c.result]); times[k] = (times[k] || 0) + 1; return times[k] < 3; });",
      """
times = {}
for call in calls(run):
    key = json.dumps([call.get('name'), call.get('arguments'), call.get('result')], sort_keys=True)
    times[key] = times.get(key, 0) + 1
    if times[key] >= 3:
        return False
return True"""),
  ENDS_BEFORE_LIMITS(
      "The run ends with an answer, and not for a limit of steps or time.",
      "return text(run.final_text).trim() !== '' &&"
          + " !/max_?(steps|turns|iterations)|step_?limit|recursion|time_?out|timed"
          + " out|deadline/i.test(text(run.finish_reason) + ' ' + text(run.error));",
      """
      limits = r'max_?(steps|turns|iterations)|step_?limit|recursion|time_?out|timed out|deadline'
      said = text(run.get('finish_reason')) + ' ' + text(run.get('error'))
      return text(run.get('final_text')).strip() != '' and not re.search(limits, said, re.I)"""),
  OUTPUT_IS_WHOLE(
      "The answer does not end at a limit of the output.",
      "return"
          + " !/^(length|max_tokens|max_output_tokens|model_length|token_limit|incomplete)$/i.test(text(run.finish_reason))"
          + " && (text(run.final_text).match(/```/g) || []).length % 2 === 0;",
      """
cut = r'(length|max_tokens|max_output_tokens|model_length|token_limit|incomplete)'
return not re.fullmatch(cut, text(run.get('finish_reason')), re.I) and text(run.get('final_text')).count('```') % 2 == 0"""),
  ANSWER_IS_THERE(
      "There is an answer.",
      "return text(run.final_text).trim() !== '';",
      """
      return text(run.get('final_text')).strip() != ''"""),
  RUN_DOES_NOT_FAIL(
      "The run ends without an error, and with an answer.",
      "return text(run.error) === '' && text(run.final_text).trim() !== '';",
      """
      return text(run.get('error')) == '' and text(run.get('final_text')).strip() != ''""");

  private static final String JAVASCRIPT =
      "const text = v => v == null ? '' : typeof v === 'string' ? v : JSON.stringify(v); const read"
          + " = o => { if (o && typeof o === 'object') return o; try { const v = JSON.parse(o);"
          + " return v && typeof v === 'object' && 'final_text' in v ? v : { final_text: text(o) };"
          + " } catch (e) { return { final_text: text(o) }; } }; const calls = r =>"
          + " Array.isArray(r.tool_calls) ? r.tool_calls : []; const seen = r => calls(r).map(c =>"
          + " text(c.result)).join(' '); const run = read(output); ";

  private static final String PYTHON =
      """
import json
import re


def text(value):
    return '' if value is None else value if isinstance(value, str) else json.dumps(value)


def read(output):
    try:
        run = json.loads(output)
    except (TypeError, ValueError):
        return {'final_text': text(output)}
    return run if isinstance(run, dict) and 'final_text' in run else {'final_text': text(output)}


def calls(run):
    listed = run.get('tool_calls')
    return [c for c in listed if isinstance(c, dict)] if isinstance(listed, list) else []


def seen(run):
    return ' '.join(text(c.get('result')) for c in calls(run))


def passes(run):
%s


def grade(sample, item):
    return 1.0 if passes(read(sample.get('output_text'))) else 0.0
""";

  private final String told;
  private final String javascript;
  private final String python;

  Check(String told, String javascript, String python) {
    this.told = told;
    this.javascript = javascript;
    this.python = python;
  }

  static Check of(String name) {
    return valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }

  /** What it asserts, in a sentence. */
  String told() {
    return told;
  }

  /** The body of a function of {@code output}. */
  String javascript() {
    return JAVASCRIPT + javascript;
  }

  /** A file with a function {@code grade(sample, item)}. */
  String python() {
    return PYTHON.formatted(python.strip().indent(4).stripTrailing());
  }
}
