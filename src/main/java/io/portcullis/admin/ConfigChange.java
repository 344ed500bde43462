package io.portcullis.admin;

import io.portcullis.store.ConfigStore;
import io.portcullis.store.ItemStore;
import io.portcullis.store.PolicyTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a project what a document says, inside one transaction. What is new comes first and what is
 * gone last, so that nothing ever names what is not there; rules between items are held against the
 * end of it.
 */
final class ConfigChange {
  private final ItemStore items = new ItemStore();
  private final FirebaseClient firebase = new FirebaseClient();
  private final SqlConnection transaction;
  private final ConfigDocument document;
  private final ConfigSections sections;
  private final ConfigStore.Stored stored;
  private final List<Written> written = new ArrayList<>();
  private final List<ConfigPlan.Change> changes = new ArrayList<>();

  /** An item that is not as it was. */
  private record Written(ConfigDocument.Item item, @Nullable JsonObject before, JsonObject after) {}

  ConfigChange(
      SqlConnection transaction,
      ConfigDocument document,
      ConfigSections sections,
      ConfigStore.Stored stored) {
    this.transaction = transaction;
    this.document = document;
    this.sections = sections;
    this.stored = stored;
  }

  /** Carries it out, and says what that changed. */
  Future<ConfigPlan> run() {
    Map<PolicyTable, Map<String, JsonObject>> before = before();
    List<ConfigDocument.Item> wanted = new ArrayList<>(document.items());
    Fields.refuse(refusals(before));
    wanted.addAll(clientsOfFirebase(before));
    wanted.sort(Comparator.comparing(ConfigChange::place));
    return inTurn(wanted, item -> write(item, find(before, item.table(), item.id())))
        .compose(done -> inTurn(gone(wanted), this::remove))
        .compose(done -> check())
        .compose(done -> inTurn(written, this::afterStored))
        .map(done -> new ConfigPlan(document.project(), changes));
  }

  private Map<PolicyTable, Map<String, JsonObject>> before() {
    Map<PolicyTable, Map<String, JsonObject>> before = new HashMap<>();
    for (PolicyTable table : ConfigStore.TABLES) {
      Map<String, JsonObject> byId = new HashMap<>();
      stored.of(table).forEach(row -> byId.put(row.getString("id"), row));
      before.put(table, byId);
    }
    return before;
  }

  private static @Nullable JsonObject find(
      Map<PolicyTable, Map<String, JsonObject>> before, PolicyTable table, String id) {
    Map<String, JsonObject> rows = before.get(table);
    return rows == null ? null : rows.get(id);
  }

  /** The issuer that asks goes last, because there can be only one at any time. */
  private static int place(ConfigDocument.Item item) {
    return 2 * ConfigStore.TABLES.indexOf(item.table()) + (isAsked(item.row()) ? 1 : 0);
  }

  private static boolean isAsked(JsonObject row) {
    return "introspection".equals(row.getString("kind"));
  }

  /** What a document may not do, whatever it says: bring back what was revoked. */
  private List<Violation> refusals(Map<PolicyTable, Map<String, JsonObject>> before) {
    List<Violation> violations = new ArrayList<>();
    for (ConfigDocument.Item item : document.items()) {
      JsonObject row = find(before, item.table(), item.id());
      if (item.table() == PolicyTable.CLIENT && row != null && ClientRules.isRevoked(row)) {
        refusal(item, row).ifPresent(violations::add);
      }
      if (item.table() == PolicyTable.ISSUER && isAsked(item.row())) {
        successor(item).ifPresent(violations::add);
      }
    }
    return violations;
  }

  private Optional<Violation> refusal(ConfigDocument.Item item, JsonObject row) {
    String restore =
        "POST /api/v1/projects/%s/clients/%s/restore".formatted(document.project(), item.id());
    if (row.getValue("deleted_at") != null) {
      return Optional.of(
          new Violation(
              item.path() + ".clientId",
              "is '%s', which was deleted and stays revoked: take it out of the document, or bring it back with %s first"
                  .formatted(item.id(), restore)));
    }
    return ClientRules.isRevoked(item.row())
        ? Optional.empty()
        : Optional.of(
            new Violation(
                item.path() + ".state",
                "must be 'revoked' for '%s', which is: only %s brings it back"
                    .formatted(item.id(), restore)));
  }

  /** The database has room for one, and the old one goes only after its clients have moved. */
  private Optional<Violation> successor(ConfigDocument.Item item) {
    return stored.of(PolicyTable.ISSUER).stream()
        .filter(row -> isAsked(row) && !row.getString("id").equals(item.id()))
        .map(row -> row.getString("id"))
        .filter(
            id ->
                document.items().stream()
                    .noneMatch(
                        other -> other.table() == PolicyTable.ISSUER && other.id().equals(id)))
        .map(
            id ->
                new Violation(
                    item.path() + ".kind",
                    "cannot be 'introspection' in the change that removes '%s', which is too: remove that one before"
                        .formatted(id)))
        .findFirst();
  }

  /** They come with their issuers; a document need not name them, and does not remove them so. */
  private List<ConfigDocument.Item> clientsOfFirebase(
      Map<PolicyTable, Map<String, JsonObject>> before) {
    List<ConfigDocument.Item> implied = new ArrayList<>();
    for (ConfigDocument.Item item : document.items()) {
      JsonObject client = item.table() == PolicyTable.ISSUER ? firebase.client(item.row()) : null;
      if (client != null && isUnnamed(client.getString("id"))) {
        JsonObject row = find(before, PolicyTable.CLIENT, client.getString("id"));
        implied.add(
            new ConfigDocument.Item(
                item.path() + ".firebaseProjectId",
                sections.of(PolicyTable.CLIENT),
                row == null ? client : row));
      }
    }
    return implied;
  }

  private boolean isUnnamed(String client) {
    return document.items().stream()
        .noneMatch(item -> item.table() == PolicyTable.CLIENT && item.id().equals(client));
  }

  private Future<Void> write(ConfigDocument.Item item, @Nullable JsonObject before) {
    if (before == null) {
      return items
          .insert(transaction, item.table(), item.row())
          .onSuccess(after -> note(item, null, after))
          .mapEmpty();
    }
    if (declared(item.rules(), before).equals(declared(item.rules(), item.row()))) {
      return Future.succeededFuture();
    }
    return items
        .update(transaction, item.table(), item.row())
        .onSuccess(after -> note(item, before, after))
        .mapEmpty();
  }

  /** By what is stored, which may be rounded: a row that comes out as it was is not a change. */
  private void note(ConfigDocument.Item item, @Nullable JsonObject before, JsonObject after) {
    if (!after.equals(before)) {
      written.add(new Written(item, before, after));
      changes.add(
          new ConfigPlan.Change(
              resource(item.rules()),
              item.id(),
              before == null ? null : declared(item.rules(), before),
              declared(item.rules(), after)));
    }
  }

  /** What is on the lists and not wanted, in an order in which it may go. */
  private List<JsonObject> gone(List<ConfigDocument.Item> wanted) {
    List<JsonObject> gone = new ArrayList<>();
    for (PolicyTable table : ConfigStore.TABLES) {
      for (JsonObject row : stored.of(table)) {
        boolean isWanted =
            wanted.stream()
                .anyMatch(item -> item.table() == table && item.id().equals(row.getString("id")));
        if (!isWanted && row.getValue("deleted_at") == null) {
          gone.add(0, row.copy().put("table", table.name()));
        }
      }
    }
    return gone;
  }

  private Future<Void> remove(JsonObject row) {
    PolicyTable table = PolicyTable.valueOf((String) row.remove("table"));
    ItemRules rules = sections.of(table);
    String id = row.getString("id");
    changes.add(new ConfigPlan.Change(resource(rules), id, declared(rules, row), null));
    return table == PolicyTable.CLIENT
        ? items.retireClient(transaction, document.project(), id)
        : items.delete(transaction, table, document.project(), id);
  }

  private Future<Void> check() {
    List<Violation> violations = new ArrayList<>();
    return inTurn(
            written,
            change ->
                change
                    .item()
                    .rules()
                    .checkAmongOthers(transaction, change.after(), change.before())
                    .onSuccess(found -> violations.addAll(change.item().within(found)))
                    .mapEmpty())
        .compose(
            done -> {
              Fields.refuse(violations);
              return Future.succeededFuture();
            });
  }

  private Future<Void> afterStored(Written change) {
    return change.item().rules().afterStored(transaction, change.after());
  }

  private static JsonObject declared(ItemRules rules, JsonObject row) {
    return ConfigPlan.declared(rules, row);
  }

  private static String resource(ItemRules rules) {
    return rules.schema().toLowerCase(java.util.Locale.ROOT);
  }

  private static <T> Future<Void> inTurn(List<T> all, Function<T, Future<Void>> step) {
    Future<Void> done = Future.succeededFuture();
    for (T one : all) {
      done = done.compose(before -> step.apply(one));
    }
    return done;
  }
}
