package io.portcullis.testing;

import io.portcullis.settings.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into the database, and changes it, as an operator with psql would. */
public record Sql(DatabaseUrl url) {

  /** Runs statements in one transaction. */
  public void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String text : statements) {
        statement.execute(text);
      }
      connection.commit();
    }
  }

  /** Creates another database beside this one. */
  public void create(String database) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database); // in no transaction
    }
  }

  /** The one number that a query gives. */
  public long number(String query) throws SQLException {
    return Long.parseLong(rows(query).get(0).get(0));
  }

  /** The rows of a query as text. */
  public List<List<String>> rows(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      List<List<String>> rows = new ArrayList<>();
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** A connection to keep a transaction open on. */
  public Connection open() throws SQLException {
    return connect();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
  }
}
