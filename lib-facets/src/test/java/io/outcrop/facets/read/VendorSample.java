package io.outcrop.facets.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Small files in the forms of vendors, made by hand. */
final class VendorSample {
  private VendorSample() {}

  static String text(String name) {
    try (InputStream in = VendorSample.class.getResourceAsStream("/samples/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Found read(String name) {
    return Found.in(text(name));
  }
}
