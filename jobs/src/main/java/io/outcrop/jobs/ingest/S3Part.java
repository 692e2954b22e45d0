package io.outcrop.jobs.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The body of one answer, stored bytes as they are: what {@code Content-Encoding} says is not
 * believed. Its failures are all {@link IOException}s, and closing it early does not read the rest.
 */
final class S3Part extends FilterInputStream {
  private final ResponseInputStream<GetObjectResponse> body;
  private long left;

  private S3Part(ResponseInputStream<GetObjectResponse> body) {
    super(body);
    this.body = body;
    Long length = body.response().contentLength();
    this.left = length == null ? -1 : length;
  }

  /**
   * @param from the position that was asked for
   * @param version the version that was asked for; empty where any will do
   */
  static ResumingStream.Part of(
      ResponseInputStream<GetObjectResponse> body, long from, String version) throws IOException {
    GetObjectResponse answer = body.response();
    S3Part part = new S3Part(body);
    String found = answer.eTag() == null ? "" : answer.eTag();
    if (!version.isEmpty() && !version.equals(found)) {
      part.close();
      throw new ObjectUnavailableException("the object changed while it was read", null);
    }
    if (answer.contentRange() != null) {
      return new ResumingStream.Part(part, part.left < 0 ? -1 : from + part.left, found);
    }
    // A server that knows no ranges sends the whole.
    long length = part.left;
    part.skipNBytes(from);
    return new ResumingStream.Part(part, length, found);
  }

  @Override
  public int read() throws IOException {
    try {
      int read = super.read();
      left -= read < 0 ? 0 : 1;
      return read;
    } catch (SdkException e) {
      throw S3Failures.ofReading(e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = super.read(buffer, offset, length);
      left -= Math.max(0, count);
      return count;
    } catch (SdkException e) {
      throw S3Failures.ofReading(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (left == 0) {
      // Read to its end, the connection serves the next object too.
      body.close();
    } else {
      body.abort();
    }
  }
}
