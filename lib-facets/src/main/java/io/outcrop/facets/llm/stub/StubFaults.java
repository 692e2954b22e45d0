package io.outcrop.facets.llm.stub;

import java.time.Duration;

/**
 * How a stub misbehaves. Shares are of requests and are drawn by a hash of the request's number.
 *
 * @param latency before each answer
 * @param limited share answered with 429 and Retry-After
 * @param retryAfterSeconds what Retry-After says
 * @param broken share answered with 500
 * @param malformed share answered with what is no JSON, or no answer to the schema, by turns
 * @param hanging share answered after {@code hang} alone
 */
public record StubFaults(
    Duration latency,
    double limited,
    int retryAfterSeconds,
    double broken,
    double malformed,
    double hanging,
    Duration hang) {

  public static StubFaults none() {
    return of(Duration.ZERO);
  }

  public static StubFaults of(Duration latency) {
    return new StubFaults(latency, 0, 0, 0, 0, 0, Duration.ZERO);
  }

  enum Fault {
    NONE,
    LIMITED,
    BROKEN,
    MALFORMED,
    HANGING
  }

  Fault of(long request) {
    // SplitMix64's finaliser: neighbouring numbers draw independently.
    long z = (request + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    double drawn = ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    Fault[] faults = {Fault.LIMITED, Fault.BROKEN, Fault.MALFORMED, Fault.HANGING};
    double[] shares = {limited, broken, malformed, hanging};
    for (int i = 0; i < faults.length; i++) {
      if (drawn < shares[i]) {
        return faults[i];
      }
      drawn -= shares[i];
    }
    return Fault.NONE;
  }
}
