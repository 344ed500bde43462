package io.portcullis.store;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portcullis.settings.DatabaseUrl;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Everything that a Portcullis keeps, as one file, for moving it to another PostgreSQL: the
 * embedded server comes without {@code pg_dump}. Left out is what belongs to processes that run:
 * gateways, sessions, receipts. Blocks.
 */
public final class DatabaseDump {
  private static final int FORMAT = 1;
  private static final String CONTENTS = "contents.json";

  /**
   * Tables in the order in which they can be filled, each behind those that it refers to, with
   * their columns. A transaction ID means nothing in another cluster.
   */
  private static final String TABLES =
      """
      WITH RECURSIVE tables AS (
        SELECT c.oid, c.relname::text AS name
          FROM pg_class c
         WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
           AND NOT c.relispartition
           AND c.relname NOT IN ('flyway_schema_history', 'gateway_keys', 'gateway_replica',
                                 'operator_session', 'receipt', 'traffic_batch')
      ), depth (oid, behind) AS (
        SELECT t.oid, 0 FROM tables t
        UNION
        SELECT f.conrelid, d.behind + 1
          FROM depth d
          JOIN pg_constraint f ON f.contype = 'f' AND f.confrelid = d.oid AND f.conrelid <> d.oid
      )
      SELECT t.name,
             (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                FROM pg_attribute a
               WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                 AND a.attgenerated = '') AS columns,
             (SELECT string_agg(CASE WHEN a.atttypid = 'xid8'::regtype THEN $$'0'::xid8$$
                                     ELSE quote_ident(a.attname) END, ', ' ORDER BY a.attnum)
                FROM pg_attribute a
               WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                 AND a.attgenerated = '') AS contents
        FROM tables t
       ORDER BY (SELECT max(d.behind) FROM depth d WHERE d.oid = t.oid), t.name
      """;

  private static final String VERSION =
      "SELECT max(version::int)::text FROM flyway_schema_history WHERE success AND version IS NOT NULL";

  private static final String IS_IN_USE =
      "SELECT rev > 0 OR EXISTS (SELECT FROM access_change) OR EXISTS (SELECT FROM rejection) FROM policy_head";

  private static final String SEQUENCES =
      "SELECT s.sequencename, s.last_value FROM pg_sequences s WHERE s.schemaname = current_schema() AND s.last_value IS NOT NULL";

  private static final String PARTITIONS =
      "SELECT rejection_make_partition(d.day) FROM (SELECT DISTINCT (at AT TIME ZONE 'UTC')::date AS day FROM rejection) d";

  private static final JsonMapper JSON = new JsonMapper();

  private DatabaseDump() {}

  /** What is in a file, in its order. */
  record Contents(int format, String version, List<Table> tables, List<Sequence> sequences) {
    record Table(String name, String columns) {}

    record Sequence(String name, long value) {}
  }

  /**
   * Writes all of it as of one moment. Whoever has the file has the hashes of secrets, who was
   * seen, and the keys of the identity assertion (sealed if there is a secret for that).
   *
   * @throws StoreException when the database cannot be read
   */
  public static void write(DatabaseUrl url, OutputStream out) throws IOException {
    try (Connection connection = connect(url);
        Statement sql = connection.createStatement();
        ZipOutputStream zip = new ZipOutputStream(out)) {
      sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      List<Contents.Table> tables = new ArrayList<>();
      List<String> copies = new ArrayList<>();
      try (ResultSet rows = sql.executeQuery(TABLES)) {
        while (rows.next()) {
          tables.add(new Contents.Table(rows.getString(1), rows.getString(2)));
          copies.add(
              "COPY (SELECT %s FROM %s) TO STDOUT".formatted(rows.getString(3), rows.getString(1)));
        }
      }
      Contents contents = new Contents(FORMAT, version(sql), tables, sequences(sql));
      zip.putNextEntry(new ZipEntry(CONTENTS));
      zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(contents));
      for (int i = 0; i < tables.size(); i++) {
        zip.putNextEntry(new ZipEntry(tables.get(i).name()));
        copying(connection).copyOut(copies.get(i), unclosed(zip));
      }
    } catch (SQLException failure) {
      throw problem("cannot be read", url, failure);
    }
  }

  /**
   * Fills a database whose tables are up to date and that nobody has used yet, wholly or not at
   * all. No trigger acts meanwhile: what was recorded is taken as it is.
   *
   * @throws StoreException when the database is in use, or of another version than the file
   */
  public static void read(DatabaseUrl url, InputStream in) throws IOException {
    try (Connection connection = connect(url);
        Statement sql = connection.createStatement();
        ZipInputStream zip = new ZipInputStream(in)) {
      Contents contents = contents(zip);
      check(sql, contents);
      for (Contents.Table table : contents.tables()) {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(table.name())) {
          throw notOurs();
        }
        sql.execute("ALTER TABLE " + table.name() + " DISABLE TRIGGER USER");
        sql.execute("DELETE FROM " + table.name());
        copying(connection)
            .copyIn("COPY %s (%s) FROM STDIN".formatted(table.name(), table.columns()), zip);
        sql.execute("ALTER TABLE " + table.name() + " ENABLE TRIGGER USER");
      }
      for (Contents.Sequence sequence : contents.sequences()) {
        try (PreparedStatement set = connection.prepareStatement("SELECT setval(?::regclass, ?)")) {
          set.setString(1, sequence.name());
          set.setLong(2, sequence.value());
          set.execute();
        }
      }
      sql.execute(PARTITIONS);
      connection.commit();
    } catch (SQLException failure) {
      throw problem("cannot be filled; nothing was changed", url, failure);
    }
  }

  private static Contents contents(ZipInputStream zip) throws IOException {
    ZipEntry first = zip.getNextEntry();
    if (first == null || !first.getName().equals(CONTENTS)) {
      throw notOurs();
    }
    Contents contents = JSON.readValue(zip.readAllBytes(), Contents.class);
    if (contents.format() != FORMAT) {
      throw notOurs();
    }
    return contents;
  }

  /** The names in a file become part of statements, so they have to be those of our own tables. */
  private static void check(Statement sql, Contents contents) throws SQLException {
    String version = version(sql);
    if (!version.equals(contents.version())) {
      throw new StoreException(
          false,
          "the file has the tables of version %s, and this Portcullis those of version %s: restore it with the Portcullis that wrote it, then upgrade"
              .formatted(contents.version(), version));
    }
    List<Contents.Table> own = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery(TABLES)) {
      while (rows.next()) {
        own.add(new Contents.Table(rows.getString(1), rows.getString(2)));
      }
    }
    if (!own.equals(contents.tables())) {
      throw notOurs();
    }
    try (ResultSet row = sql.executeQuery(IS_IN_USE)) {
      if (!row.next() || row.getBoolean(1)) {
        throw new StoreException(
            false, "the database is in use already: restore into an empty one");
      }
    }
  }

  private static String version(Statement sql) throws SQLException {
    try (ResultSet row = sql.executeQuery(VERSION)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static List<Contents.Sequence> sequences(Statement sql) throws SQLException {
    List<Contents.Sequence> sequences = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery(SEQUENCES)) {
      while (rows.next()) {
        sequences.add(new Contents.Sequence(rows.getString(1), rows.getLong(2)));
      }
    }
    return sequences;
  }

  private static Connection connect(DatabaseUrl url) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            url.jdbcUrl() + "&connectTimeout=5", url.user(), url.password());
    connection.setAutoCommit(false);
    return connection;
  }

  private static CopyManager copying(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** What copies into an entry must not close the whole file. */
  private static OutputStream unclosed(ZipOutputStream zip) {
    return new FilterOutputStream(zip) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() {
        // the next entry follows
      }
    };
  }

  private static StoreException notOurs() {
    return new StoreException(false, "the file is not a whole dump of Portcullis");
  }

  private static StoreException problem(String what, DatabaseUrl url, SQLException failure) {
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return new StoreException(
        false, "the database at %s %s: %s".formatted(url, what, message), failure);
  }
}
