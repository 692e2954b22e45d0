package io.outcrop.jobs.cluster;

import java.io.Serializable;

/** A distinct sentence in its space, with the number of traces that share it. */
public record Point(String textHash, float[] vector, long traces) implements Serializable {}
