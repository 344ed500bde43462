package io.portcullis.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events of the admin API, read no faster than a test asks for them. */
public final class EventStream implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final HttpURLConnection connection;
  private final BufferedReader lines;
  private String lastId = "";

  private EventStream(HttpURLConnection connection, BufferedReader lines) {
    this.connection = connection;
    this.lines = lines;
  }

  /** Begins one, and waits until the server has said from where. */
  public static EventStream open(AdminClient admin, String path, String... headers) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) admin.address().resolve(path).toURL().openConnection();
      connection.setReadTimeout(PATIENCE_MILLIS);
      if (!admin.token().isEmpty()) {
        connection.setRequestProperty("Authorization", "Bearer " + admin.token());
      }
      connection.setRequestProperty("Accept-Encoding", "gzip");
      for (int i = 0; i < headers.length; i += 2) {
        connection.setRequestProperty(headers[i], headers[i + 1]);
      }
      if (connection.getResponseCode() != 200
          || !"text/event-stream".equals(connection.getContentType())) {
        throw new AssertionError(path + ": " + connection.getResponseCode());
      }
      EventStream stream =
          new EventStream(
              connection,
              new BufferedReader(
                  new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
      while (stream.lastId.isEmpty()) {
        stream.note(stream.lines.readLine());
      }
      return stream;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void note(String line) {
    if (line.startsWith("id: ")) {
      lastId = line.substring("id: ".length());
    }
  }

  /** The ID with which a browser would come back. */
  public String lastId() {
    return lastId;
  }

  /** The data of the next event; fails when there is none for a long time. */
  public JsonObject next() {
    try {
      String line = lines.readLine();
      while (line != null) {
        note(line);
        if (line.startsWith("data: ")) {
          return new JsonObject(line.substring("data: ".length()));
        }
        line = lines.readLine();
      }
      throw new AssertionError("the stream has ended");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The request IDs of the next rejections. */
  public List<String> nextIds(int count) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(next().getString("requestId"));
    }
    return ids;
  }

  /** Waits until the server ends it; fails when something comes first, or it does not. */
  public void awaitEnd() {
    try {
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith("data: ")) {
          throw new AssertionError("not the end: " + line);
        }
        line = lines.readLine();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
