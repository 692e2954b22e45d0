package io.outcrop.jobs.publish;

/** What a column of a published table holds, and so which rules it is under. */
enum Kind {
  /** An id, a level or another fixed word of Outcrop's: told as it is. */
  KEY,
  /** A closed list of Outcrop's own words, all of the vocabulary. */
  LABEL,
  /** A text that may hold words of traces; the row is withheld where nothing of it passes. */
  TITLE,
  /** A text that may hold words of traces; withheld alone where nothing of it passes. */
  TEXT,
  /** A name from traces; told as empty where it may not be said. */
  NAME,
  /** A name that every trace behind the row carries, and so has company by rule 1; else null. */
  CARRIED,
  /** A text that tells of some members; told where these pass rule 1 by themselves. */
  EXAMPLE,
  /** A sentence that is made anew from what the other columns tell. */
  SENTENCE,
  /** How many traces. */
  TRACES,
  /** How many traces there are besides, members or not: the middle of the bucket. */
  TRACES_IN_ALL,
  /**
   * How many traces a part of the figures is of: its bucket. What is of fewer than the minimum is
   * withheld.
   */
  PART_TRACES,
  /** How many tenants or users. */
  BOUNDARIES,
  /** How many of them a part is of; what is of fewer than the minimum is withheld. */
  PART_BOUNDARIES,
  /** How many tenants or users stand behind what the row is compared with. */
  BOUNDARIES_OUTSIDE,
  /** The row's traces as a share of all that are published. */
  SHARE,
  /** A share of the row's members. */
  RATE,
  /**
   * A share of those traces that the column of the same name and "_traces" counts, else of all that
   * are no members.
   */
  RATE_OUTSIDE,
  /** A share of one side of a comparison, which is large. */
  RATE_OF_MANY,
  /** The same of the side that it is compared with. */
  RATE_OF_MANY_OUTSIDE,
  /** A percentile or a mean of amounts. */
  AMOUNT,
  /** A mean on a short scale. */
  SCORE,
  /** A mean between 0 and 1, told to a twentieth. */
  FRACTION,
  /** A probability: told as the power of ten above it. */
  PROBABILITY,
  /** What follows from figures that are told, to four places. */
  DERIVED,
  /** Coordinates of a row that passes rule 1, on a grid that one trace hardly moves them on. */
  PLACE,
  /** The date by which the row had the minimums behind it. */
  FIRST_SEEN,
  /** Yes or no. */
  FLAG
}
