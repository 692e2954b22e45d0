package io.outcrop.jobs.ingest;

import java.io.Serializable;
import java.time.Instant;

/**
 * One version of an object.
 *
 * @param etag empty where the store gives none; then size and time tell versions apart
 * @param size bytes as stored
 */
record ObjectRef(String uri, String etag, long size, Instant modified) implements Serializable {}
