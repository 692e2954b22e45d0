package io.outcrop.jobs.cluster;

/**
 * A cluster's name.
 *
 * @param title at most ten words
 * @param description plain sentences
 * @param isNamed false where nothing tells the cluster apart, so that its title is a stopgap
 */
record Label(String title, String description, boolean isNamed) {
  String text() {
    return title + ". " + description;
  }
}
