package io.portcullis.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route changes in what passes.
 *
 * @param path what stands in place of the path; null leaves it
 * @param pathPrefix what stands in place of the matched prefix; null leaves it
 * @param request in the head of the request
 * @param response in the head of the response
 */
public record RouteChanges(
    @Nullable String path, @Nullable String pathPrefix, Fields request, Fields response) {
  public static final RouteChanges NONE = new RouteChanges(null, null, Fields.NONE, Fields.NONE);

  /** A header field with a value. */
  public record Field(String name, String value) {}

  /**
   * Changes of header fields, made in this order.
   *
   * @param remove names
   * @param set in place of whatever there is
   * @param add beside whatever there is
   */
  public record Fields(List<String> remove, List<Field> set, List<Field> add) {
    public static final Fields NONE = new Fields(List.of(), List.of(), List.of());

    public Fields {
      remove = List.copyOf(remove);
      set = List.copyOf(set);
      add = List.copyOf(add);
    }
  }
}
