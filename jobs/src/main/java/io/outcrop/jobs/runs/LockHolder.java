package io.outcrop.jobs.runs;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds the lock of a warehouse, as its file says.
 *
 * @param renewed how often, so that a living holder shows
 */
record LockHolder(
    String token,
    String command,
    String host,
    long pid,
    String processStart,
    String since,
    long renewed) {

  static LockHolder here(String command) {
    ProcessHandle process = ProcessHandle.current();
    return new LockHolder(
        UUID.randomUUID().toString(),
        command,
        thisHost(),
        process.pid(),
        start(process),
        Instant.now().toString(),
        0);
  }

  private static String thisHost() {
    String name = ManagementFactory.getRuntimeMXBean().getName();
    return name.substring(name.indexOf('@') + 1);
  }

  private static String start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  boolean isOfThisHost() {
    return host.equals(thisHost());
  }

  boolean isAlive() {
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.isPresent()
        && process.get().isAlive()
        && start(process.get()).equals(processStart);
  }

  LockHolder renewedOnce() {
    return new LockHolder(token, command, host, pid, processStart, since, renewed + 1);
  }
}
