package io.outcrop.jobs.tables;

import java.io.Serializable;
import java.util.Map;

/**
 * A Parquet file that lies in a table's folder and is to become part of the table.
 *
 * @param path relative to the table's folder
 * @param partition values of the partition columns, as Delta writes them
 * @param bytes its size
 * @param modified when it was written, in milliseconds since 1970
 * @param statistics as Delta wants them, JSON
 */
public record DataFile(
    String path, Map<String, String> partition, long bytes, long modified, String statistics)
    implements Serializable {}
