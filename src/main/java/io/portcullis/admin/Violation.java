package io.portcullis.admin;

/**
 * One thing that is wrong with what was sent.
 *
 * @param field where, as a path such as {@code targets[0].url}
 * @param message what, and what is expected
 */
record Violation(String field, String message) {}
