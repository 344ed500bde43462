package io.portcullis.token;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An archive in memory, that a verifier made anew finds again. */
final class RememberedKeys implements KeyArchive {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private @Nullable String always;
  private boolean isBroken;
  private boolean isSilent;

  /** One that neither finds nor keeps. */
  static RememberedKeys broken() {
    RememberedKeys archive = new RememberedKeys();
    archive.isBroken = true;
    return archive;
  }

  /** One that never answers. */
  static RememberedKeys silent() {
    RememberedKeys archive = new RememberedKeys();
    archive.isSilent = true;
    return archive;
  }

  /** One in which there is always the same document. */
  static RememberedKeys of(String document) {
    RememberedKeys archive = new RememberedKeys();
    archive.always = document;
    return archive;
  }

  @Override
  public Future<@Nullable Entry> find(String source) {
    if (isSilent) {
      return Promise.<@Nullable Entry>promise().future();
    }
    if (isBroken) {
      return Future.failedFuture("down");
    }
    return Future.succeededFuture(
        always == null ? entries.get(source) : new Entry(Buffer.buffer(always), null, Tokens.NOW));
  }

  @Override
  public Future<Void> keep(String source, Entry entry) {
    if (isBroken) {
      return Future.failedFuture("down");
    }
    entries.put(source, entry);
    return Future.succeededFuture();
  }

  @Override
  public void note(KeyFreshness freshness) {}
}
