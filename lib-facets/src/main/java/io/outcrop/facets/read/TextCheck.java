package io.outcrop.facets.read;

/** Whether bytes look like text. */
final class TextCheck {
  private TextCheck() {}

  /**
   * Whether an object that begins with these bytes is no text: it begins unlike JSON in UTF-8, and
   * a control character or a byte that is no UTF-8 is among them.
   */
  static boolean isBinary(byte[] start) {
    boolean json = start.length > 0 && (start[0] == '{' || start[0] == '[');
    if (json && (start.length == 1 || start[1] != 0)) {
      return false;
    }
    int i = 0;
    while (i < start.length) {
      byte b = start[i];
      if (b >= 0) {
        boolean control = b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b;
        if (control) {
          return true;
        }
        i++;
        continue;
      }
      int length = Utf8.sequenceLength(start, i, start.length);
      if (length == Utf8.INVALID) {
        return true;
      }
      i += length == Utf8.INCOMPLETE ? start.length : length;
    }
    return false;
  }
}
