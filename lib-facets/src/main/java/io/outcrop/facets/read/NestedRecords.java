package io.outcrop.facets.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outcrop.facets.read.Json.TooDeepException;
import io.outcrop.facets.read.Reject.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads records that lie within one another, as the spans of a tree do, one by one and whatever
 * their depth. In memory are the records on the way down to the current one, and those that came
 * before the id of the record around them.
 */
final class NestedRecords {
  /** What the records are. */
  interface Form {
    /** Whether a list under this name holds records. */
    boolean nests(String key);

    /** The record's own id; null where it gives none. */
    String id(ObjectNode record);

    /** The trace that the record itself names; null where it names none. */
    String trace(ObjectNode record);

    /** The trace of a record around all others that names none; null where that is unknown. */
    default String traceOfRoot(String id) {
      return null;
    }

    /** The parent that the record itself names; null where it names none. */
    String parent(ObjectNode record);

    /** Takes a record with the ids of its trace and its parent, each null where unknown. */
    void record(ObjectNode record, String trace, String parent);
  }

  private final JsonParser parser;
  private final SpanOutput out;
  private final Form form;
  private final Map<String, Frame> open = new HashMap<>();

  NestedRecords(JsonParser parser, SpanOutput out, Form form) {
    this.parser = parser;
    this.out = out;
    this.form = form;
  }

  /** A record whose end has not been read. */
  private static final class Frame {
    final Frame around;
    final boolean record;
    final ObjectNode members;
    final List<Waiting> waiting = new ArrayList<>();

    /** The closest ids that are known: this record's, or those of one around it. */
    String nearest;

    String trace;
    String id;
    String problem;

    Frame(Frame around, boolean record, ObjectNode members) {
      this.around = around;
      this.record = record;
      this.members = members;
      this.nearest = around == null ? null : around.nearest;
      this.trace = around == null ? null : around.trace;
    }
  }

  /** A complete record that needs to know more of those around it. */
  private record Waiting(ObjectNode record, String trace, String parent) {}

  /**
   * Reads to the closing brace of an object.
   *
   * @param head its members so far; the parser is at the member after them, a list of records, or
   *     at the object's beginning
   * @param record whether the object is a record itself, and not only around some
   */
  void read(ObjectNode head, boolean record) throws IOException {
    Frame current = new Frame(null, record, head);
    enter(current);
    try {
      while (current != null) {
        current = step(current);
      }
    } finally {
      // Also where the document breaks off: these records were complete.
      while (current != null) {
        release(current);
        current = current.around;
      }
    }
  }

  private Frame step(Frame current) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      release(current);
      return current.around;
    }
    switch (token) {
      case FIELD_NAME -> member(current);
      case START_OBJECT -> {
        out.recordStarts();
        enter(current);
        return new Frame(current, true, Json.NODES.objectNode());
      }
      case END_OBJECT -> {
        end(current);
        return current.around;
      }
      case END_ARRAY -> {
        // The list of records is over; the record around it goes on.
      }
      default -> {
        parser.skipChildren();
        out.reject(Reason.INVALID_SPAN, "found a value that is no object in place of a span", "");
      }
    }
    return current;
  }

  private void member(Frame frame) throws IOException {
    String key = parser.currentName();
    int depth = parser.getParsingContext().getNestingDepth();
    if (parser.nextToken() == JsonToken.START_ARRAY && form.nests(key)) {
      return;
    }
    try {
      frame.members.set(key, Json.tree(parser));
    } catch (TooDeepException e) {
      frame.problem = e.getMessage();
      while (parser.getParsingContext().getNestingDepth() > depth) {
        parser.nextToken();
      }
    }
  }

  /** Remembers the ids of a record that others lie in, as soon as they are known. */
  private void enter(Frame frame) {
    String trace = form.trace(frame.members);
    frame.trace = trace == null ? frame.trace : trace;
    if (frame.record && frame.id == null) {
      frame.id = form.id(frame.members);
      if (frame.id != null) {
        frame.nearest = frame.id;
        open.putIfAbsent(frame.id, frame);
      }
    }
  }

  private void end(Frame frame) {
    enter(frame);
    release(frame);
    if (frame.id != null) {
      open.remove(frame.id, frame);
    }
    if (frame.problem != null && frame.record) {
      out.reject(Reason.INVALID_SPAN, frame.problem, "");
    } else if (frame.record) {
      place(frame);
    }
  }

  /** Hands on a complete record, or lets it wait for the one around it. */
  private void place(Frame frame) {
    String trace = frame.trace;
    Frame around = frame.around;
    String stated = form.parent(frame.members);
    if (around == null || !around.record) {
      if (around != null && trace == null) {
        around.waiting.add(new Waiting(frame.members, null, stated));
      } else {
        form.record(frame.members, trace, stated);
      }
      return;
    }
    Frame same = frame.id == null ? null : open.get(frame.id);
    // A record within one of its own id would be its own ancestor.
    String parent = same == null ? around.id : nearest(same.around);
    if (same == null && parent == null) {
      parent = stated;
    }
    if (trace == null || (parent == null && same == null)) {
      around.waiting.add(new Waiting(frame.members, trace, parent));
    } else {
      form.record(frame.members, trace, parent);
    }
  }

  /** Hands on the records that waited for what this one says. */
  private void release(Frame frame) {
    enter(frame);
    if (frame.trace == null && frame.around == null && frame.id != null) {
      frame.trace = form.traceOfRoot(frame.id);
    }
    for (Waiting child : frame.waiting) {
      String trace = child.trace() == null ? frame.trace : child.trace();
      String parent = child.parent() == null ? frame.nearest : child.parent();
      if (trace == null && frame.around != null) {
        frame.around.waiting.add(new Waiting(child.record(), null, parent));
      } else {
        form.record(child.record(), trace, parent);
      }
    }
    frame.waiting.clear();
  }

  private static String nearest(Frame frame) {
    return frame == null ? null : frame.nearest;
  }
}
