package io.outcrop.facets.read;

import io.outcrop.facets.trace.Messages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Takes what dialects find in one object, and counts it. */
final class SpanOutput {
  private static final int SAMPLE_CHARS = 200;
  private static final int MAX_PROSE = 1_000;

  private final SpanAssembler assembler;
  private final LesserTenants.OfObject lesserTenants;
  private final UserIds users;
  private final ReadSink sink;
  private final FoldBuffer fold;
  private final Collection<String> dialects = new TreeSet<>();

  /** Lines of what may be a text for people: rejected only once the object proves to hold JSON. */
  private final List<Reject> prose = new ArrayList<>();

  private SegmentStream segments;
  private String frame = "";
  private long recordInSegment;
  private long found;
  private long folded;
  private long rejects;
  private long skipped;
  private long textLines;
  private int repeated;
  private boolean logged;

  SpanOutput(ReadOptions options, String sourceObject, ReadSink sink) {
    this.assembler = new SpanAssembler(options, sourceObject);
    this.lesserTenants = options.lesserTenants().of(sourceObject);
    this.users = new UserIds(options.users(), options.keys().user());
    this.sink = sink;
    this.fold = new FoldBuffer(options.foldBufferSpans(), sink::span);
  }

  void readsFrom(SegmentStream stream) {
    segments = stream;
  }

  /** Tells that what follows lies in the object's frame of this number, from 1. */
  void frameStarts(int number) {
    frame = "frame " + number + ", ";
    recordInSegment = 0;
    segments = null;
  }

  long rejects() {
    return rejects;
  }

  /** Tells that what follows is a table's row at this place, such as "row 7". */
  void rowStarts(String place) {
    frame = place + ", ";
    recordInSegment = 0;
  }

  void segmentStarts() {
    recordInSegment = 0;
  }

  /** Tells that the next record begins: limits on a record count from here. */
  void recordStarts() {
    if (segments != null) {
      segments.recordStarts();
    }
  }

  void dialect(String name) {
    dialects.add(name);
  }

  /** Tells that so many spans of a document come again, which is read in another way. */
  void repeats(int spans) {
    repeated = spans;
  }

  void span(RawSpan span) {
    if (repeated > 0) {
      repeated--;
      return;
    }
    rejectProse();
    recordInSegment++;
    found++;
    fold.add(users.hashed(lesserTenants.fill(assembler.assemble(span))));
  }

  /** Counts a record that went into a row which another record stands for. */
  void folded() {
    rejectProse();
    recordInSegment++;
    found++;
    folded++;
  }

  /** Rejects the record that is being read. */
  void reject(Reject.Reason reason, String detail, String sample) {
    recordInSegment++;
    rejectAt(place() + "record " + recordInSegment, reason, detail, sample);
  }

  /** In which frame, row or line, where the object has such. */
  private String place() {
    return segments == null ? frame : frame + "line " + segments.line() + ", ";
  }

  /** Rejects the rest of the current segment. */
  void rejectSegment(Reject.Reason reason, String detail) {
    String where = recordInSegment == 0 ? "" : ", after record " + recordInSegment;
    String position = frame + "line " + segments.line() + where;
    String sample = segments.sample();
    if (foundNothing() && rejects == 0 && !beginsLikeJson(sample)) {
      if (prose.size() < MAX_PROSE) {
        prose.add(new Reject(position, reason, detail, sample(sample)));
      } else {
        textLine();
      }
    } else if (logged && LoggerPrefix.length(sample.getBytes(StandardCharsets.UTF_8)) == 0) {
      skip();
    } else {
      rejectAt(position, reason, detail, sample);
    }
  }

  private static boolean beginsLikeJson(String sample) {
    String text = sample.stripLeading();
    return text.startsWith("{") || text.startsWith("[");
  }

  void rejectObject(Reject.Reason reason, String detail, String sample) {
    rejectAt("object", reason, detail, sample);
  }

  private void rejectAt(String position, Reject.Reason reason, String detail, String sample) {
    rejectProse();
    rejects++;
    sink.reject(new Reject(position, reason, detail, sample(sample)));
  }

  /** What cannot be read may name a user anywhere. */
  private String sample(String text) {
    return users.areHashed() ? "" : Messages.cut(text, SAMPLE_CHARS);
  }

  private void rejectProse() {
    if (logged) {
      skipped += prose.size();
    } else {
      rejects += prose.size();
      prose.forEach(sink::reject);
    }
    prose.clear();
  }

  /** Tells that the object is a logger's: its lines without a document are no failures. */
  void loggedDocument() {
    logged = true;
    rejectProse();
  }

  /** Counts a line of what seems a text for people, which is not looked into. */
  void textLine() {
    textLines++;
  }

  /** Counts a document that is well-formed but no trace. */
  void skip() {
    rejectProse();
    recordInSegment++;
    skipped++;
  }

  private boolean foundNothing() {
    return found == 0 && skipped == 0;
  }

  /** Whether so many lines are broken, and nothing else was there, that reading on is useless. */
  boolean hopeless(int lines) {
    return foundNothing() && rejects + prose.size() >= lines;
  }

  /** Whether not even a beginning of JSON was there: a text for people. */
  boolean isProse() {
    return foundNothing() && rejects == 0 && !prose.isEmpty();
  }

  ReadSummary finish() {
    fold.flush();
    if (isProse()) {
      prose.clear();
      skipped++;
    } else {
      skipped += textLines;
    }
    long duplicates = fold.duplicates() + folded;
    long records = fold.spans() + duplicates + rejects + skipped;
    String dialect = dialects.isEmpty() ? "none" : String.join("+", dialects);
    return new ReadSummary(
        dialect, records, fold.spans(), duplicates, rejects, skipped, fold.late());
  }
}
