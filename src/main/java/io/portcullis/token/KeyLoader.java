package io.portcullis.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** Gets the keys of a source, by way of its metadata where only those are known. */
final class KeyLoader {
  private final GuardedFetch fetch;
  private final JwksReader reader;

  KeyLoader(GuardedFetch fetch, JwksReader reader) {
    this.fetch = fetch;
    this.reader = reader;
  }

  /** Call it on an event loop. The message of a failure is one phrase for operators. */
  Future<FetchedKeys> load(KeySource source) {
    if (source.jwksUri() != null) {
      return keys(source.jwksUri());
    }
    if (source.discoveryUri() != null) {
      return fetch
          .get(source.discoveryUri())
          .compose(document -> jwksUri(source, document))
          .compose(this::keys);
    }
    return Future.failedFuture(
        new FetchException("the issuer has neither jwksUri nor discoveryUri"));
  }

  private Future<FetchedKeys> keys(String url) {
    return fetch.get(url).compose(document -> keys(url, document));
  }

  private Future<FetchedKeys> keys(String url, FetchedDocument document) {
    try {
      return Future.succeededFuture(
          new FetchedKeys(reader.read(document.body().getBytes()), document.maxAge()));
    } catch (StrictJson.MalformedException malformed) {
      return Future.failedFuture(new FetchException(url + " " + malformed.getMessage()));
    }
  }

  /**
   * OpenID Connect Discovery, section 4.3: metadata that name another issuer are not this one's.
   */
  private static Future<String> jwksUri(KeySource source, FetchedDocument document) {
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
