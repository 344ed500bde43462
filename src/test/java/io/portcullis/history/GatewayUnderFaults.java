package io.portcullis.history;

import io.portcullis.settings.DatabaseUrl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A gateway process that can be paused and cut off, for measurements. */
public final class GatewayUnderFaults implements AutoCloseable {
  private final GatewayProcess process;

  public GatewayUnderFaults(Path directory, DatabaseUrl database) {
    process = new GatewayProcess(directory, database);
  }

  /** Waits until it decides. */
  public void awaitReady() {
    process.awaitReady();
  }

  public URI address() {
    return process.address();
  }

  public void signal(String name) {
    process.signal(name);
  }

  /** Lets nothing pass between it and PostgreSQL, in either direction. */
  public void hold() {
    process.proxy().hold(true, true);
  }

  public void heal() {
    process.proxy().heal();
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
