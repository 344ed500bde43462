package io.portcullis.store;

/**
 * Which part of a list is wanted.
 *
 * @param after the key of the last item of the page before; empty for the first page
 * @param limit how many items at most
 */
public record ListQuery(String after, int limit, Filter filter) {}
