package io.portcullis.admin;

import io.portcullis.store.PolicyTable;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of items in the document of a project.
 *
 * @param project what the project itself must be
 * @param lists the rest, in an order in which they may be inserted
 */
record ConfigSections(ItemRules project, List<ItemRules> lists) {

  /** What the document calls the list of these items. */
  static String name(ItemRules rules) {
    return rules.schema().toLowerCase(Locale.ROOT) + "s";
  }

  ItemRules of(PolicyTable table) {
    return table == PolicyTable.PROJECT
        ? project
        : lists.stream().filter(rules -> rules.table() == table).findFirst().orElseThrow();
  }
}
