package io.portcullis.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the keys of a source, by way of its metadata where only those are known. */
final class KeyLoader {
  private static final Logger LOG = LoggerFactory.getLogger(KeyLoader.class);

  /** Tokens wait for what is kept, so a database that hangs must not hold them. */
  private static final long RESTORE_MILLIS = 300;

  private final GuardedFetch fetch;
  private final JwksReader reader;
  private final KeyArchive archive;

  KeyLoader(GuardedFetch fetch, JwksReader reader, KeyArchive archive) {
    this.fetch = fetch;
    this.reader = reader;
    this.archive = archive;
  }

  /**
   * Asks the issuer, and sees to it that its answer outlives this process. Call it on an event
   * loop. The message of a failure is one phrase for operators.
   *
   * @param clock what time it is when the keys are there
   */
  Future<FetchedKeys> load(KeySource source, InstantSource clock) {
    return place(source)
        .compose(url -> fetch.get(url).compose(document -> keys(url, document, clock.instant())))
        .onSuccess(keys -> keep(source, keys));
  }

  /** What the issuer answered to an earlier process; null if nothing is known. It never fails. */
  Future<@Nullable FetchedKeys> restore(KeySource source) {
    return archive
        .find(source.name())
        .timeout(RESTORE_MILLIS, TimeUnit.MILLISECONDS)
        .map(entry -> entry == null ? null : read(entry))
        .otherwise(
            failure -> {
              LOG.warn("Kept keys of {} cannot be used: {}", source, failure.getMessage());
              return null;
            });
  }

  private FetchedKeys read(KeyArchive.Entry entry) {
    try {
      KeySet keys = reader.read(entry.document().getBytes());
      return new FetchedKeys(keys, entry.document(), entry.maxAge(), entry.fetchedAt());
    } catch (StrictJson.MalformedException malformed) {
      throw new IllegalStateException("the document " + malformed.getMessage(), malformed);
    }
  }

  /** Tells how a fetch has left the keys. */
  void note(KeyFreshness freshness) {
    archive.note(freshness);
  }

  private void keep(KeySource source, FetchedKeys keys) {
    archive
        .keep(source.name(), new KeyArchive.Entry(keys.document(), keys.maxAge(), keys.at()))
        .onFailure(
            failure -> LOG.warn("Keys of {} cannot be kept: {}", source, failure.getMessage()));
  }

  private Future<String> place(KeySource source) {
    if (source.jwksUri() != null) {
      return Future.succeededFuture(source.jwksUri());
    }
    if (source.discoveryUri() != null) {
      return fetch.get(source.discoveryUri()).compose(document -> jwksUri(source, document));
    }
    return Future.failedFuture(
        new FetchException("the issuer has neither jwksUri nor discoveryUri"));
  }

  private Future<FetchedKeys> keys(String url, FetchedDocument document, Instant now) {
    try {
      KeySet keys = reader.read(document.body().getBytes());
      return Future.succeededFuture(new FetchedKeys(keys, document.body(), document.maxAge(), now));
    } catch (StrictJson.MalformedException malformed) {
      return Future.failedFuture(new FetchException(url + " " + malformed.getMessage()));
    }
  }

  /**
   * OpenID Connect Discovery, section 4.3: metadata that name another issuer are not this one's.
   */
  static Future<String> jwksUri(KeySource source, FetchedDocument document) {
    try {
      ObjectNode metadata = StrictJson.object(document.body().getBytes());
      if (!source.issuers().contains(metadata.path("issuer").asText())) {
        return Future.failedFuture(new FetchException(source + " is about another issuer"));
      }
      String url = metadata.path("jwks_uri").asText();
      return url.isEmpty()
          ? Future.failedFuture(new FetchException(source + " has no jwks_uri"))
          : Future.succeededFuture(url);
    } catch (StrictJson.MalformedException malformed) {
      return Future.failedFuture(new FetchException(source + " " + malformed.getMessage()));
    }
  }
}
