package io.portcullis.admin;

import io.portcullis.store.PolicyRows;
import io.portcullis.store.PolicyTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A project as a document declares it: every item complete, valid by itself, and naming only what
 * the document has.
 */
record ConfigDocument(String project, long revision, List<Item> items) {

  /**
   * One item of it.
   *
   * @param path where it is, such as {@code clients[3]}
   * @param row as the store takes it
   */
  record Item(String path, ItemRules rules, JsonObject row) {
    String id() {
      return row.getString("id");
    }

    PolicyTable table() {
      return rules.table();
    }

    /** The violations of the item by itself, as those of the document. */
    List<Violation> within(List<Violation> violations) {
      return ConfigDocument.within(path, violations);
    }
  }

  /**
   * Reads a document that the schema has been held against.
   *
   * @throws ApiProblem when anything is wrong with it, with all of that
   */
  static ConfigDocument read(
      String project, JsonObject document, ConfigSections sections, Contract contract) {
    List<Violation> violations = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    read(
        new Place("project", project, sections.project()),
        document.getJsonObject("project").copy().put("id", project),
        contract,
        violations,
        items::add);
    String named = document.getJsonObject("project").getString("id");
    if (named != null && !named.equals(project)) {
      violations.add(new Violation("project.id", "differs from the one in the path"));
    }
    for (ItemRules rules : sections.lists()) {
      JsonArray list = document.getJsonArray(ConfigSections.name(rules));
      Map<String, String> seen = new HashMap<>();
      for (int i = 0; i < list.size(); i++) {
        String path = ConfigSections.name(rules) + "[" + i + "]";
        read(
            new Place(path, project, rules),
            list.getJsonObject(i),
            contract,
            violations,
            item -> {
              String before = seen.putIfAbsent(item.id(), path);
              if (before != null) {
                violations.add(
                    new Violation(
                        path + "." + rules.idField(),
                        "is '%s', as that of %s is".formatted(item.id(), before)));
              }
              items.add(item);
            });
      }
    }
    Fields.refuse(violations);
    checkNames(items, violations);
    Fields.refuse(violations);
    return new ConfigDocument(project, document.getLong("revision", 0L), items);
  }

  private record Place(String path, String project, ItemRules rules) {}

  private static void read(
      Place place,
      JsonObject item,
      Contract contract,
      List<Violation> violations,
      Consumer<Item> items) {
    ItemRules rules = place.rules();
    List<Violation> found = new ArrayList<>(contract.idViolations(rules, item));
    JsonObject writable = contract.withoutReadOnly(rules.schema(), item);
    found.addAll(found.isEmpty() ? contract.violations(rules.schema(), writable) : List.of());
    if (found.isEmpty()) {
      String id = item.getString(rules.idField());
      JsonObject complete = rules.complete(contract.withDefaults(rules.schema(), writable));
      found.addAll(rules.checkId(id));
      found.addAll(rules.check(complete));
      if (found.isEmpty()) {
        JsonObject row =
            RowJson.toRow(
                rules.table() == PolicyTable.PROJECT ? "" : place.project(),
                id,
                rules.idField(),
                complete);
        PolicyRows.toChange(rules.table(), place.project(), id, row);
        items.accept(new Item(place.path(), rules, row));
      }
    }
    violations.addAll(within(place.path(), found));
  }

  private static List<Violation> within(String path, List<Violation> violations) {
    return violations.stream()
        .map(
            found ->
                new Violation(
                    found.field().isEmpty() ? path : path + "." + found.field(), found.message()))
        .toList();
  }

  private static void checkBackends(Item route, Set<String> backends, List<Violation> violations) {
    String own = route.row().getString("backend");
    if (own != null) {
      checkName(route.path() + ".backend", own, backends, violations);
    }
    JsonArray split = route.row().getJsonArray("split");
    for (int i = 0; i < split.size(); i++) {
      String path = "%s.split[%d].backend".formatted(route.path(), i);
      checkName(path, split.getJsonObject(i).getString("backend"), backends, violations);
    }
  }

  /** What is not in the document is gone when it is applied, so nothing may name it. */
  private static void checkNames(List<Item> items, List<Violation> violations) {
    Set<String> issuers = ids(items, PolicyTable.ISSUER);
    Set<String> backends = ids(items, PolicyTable.BACKEND);
    Set<String> routes = ids(items, PolicyTable.ROUTE);
    for (Item item : items) {
      if (item.table() == PolicyTable.CLIENT) {
        checkName(item.path() + ".issuer", item.row().getString("issuer"), issuers, violations);
      }
      if (item.table() == PolicyTable.ROUTE) {
        checkBackends(item, backends, violations);
      }
      if (item.table() == PolicyTable.GRANT) {
        JsonArray named = item.row().getJsonArray("routes");
        for (int i = 0; i < named.size(); i++) {
          String path = "%s.routes[%d]".formatted(item.path(), i);
          checkName(path, named.getString(i), routes, violations);
        }
      }
    }
  }

  private static void checkName(
      String path, String name, Set<String> known, List<Violation> violations) {
    if (!known.contains(name)) {
      violations.add(
          new Violation(path, "names '%s', which this document does not have".formatted(name)));
    }
  }

  private static Set<String> ids(List<Item> items, PolicyTable table) {
    return items.stream()
        .filter(item -> item.table() == table)
        .map(Item::id)
        .collect(Collectors.toSet());
  }
}
