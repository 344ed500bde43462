package io.portcullis.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** YAML as tools read it: anchors and merges resolved, no key twice. */
final class Yaml {
  private Yaml() {}

  /** The documents of a file. */
  static List<Object> read(Path file) throws IOException {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<Object> documents = new ArrayList<>();
    new org.yaml.snakeyaml.Yaml(new SafeConstructor(strict))
        .loadAll(Files.readString(file))
        .forEach(documents::add);
    return documents;
  }

  /** What stands under {@code keys}, one below the other. */
  static Object at(Object node, String... keys) {
    Object found = node;
    for (String key : keys) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return found;
  }

  static Map<?, ?> map(Object node) {
    return node instanceof Map<?, ?> map ? map : Map.of();
  }

  static List<?> list(Object node) {
    return node instanceof List<?> list ? list : List.of();
  }

  /** Every value under {@code key}, at whatever depth. */
  static List<Object> everyValueOf(String key, Object node) {
    List<Object> found = new ArrayList<>();
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (key.equals(name)) {
              found.add(value);
            }
            found.addAll(everyValueOf(key, value));
          });
    }
    list(node).forEach(item -> found.addAll(everyValueOf(key, item)));
    return found;
  }
}
