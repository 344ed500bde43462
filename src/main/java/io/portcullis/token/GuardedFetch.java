package io.portcullis.token;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents of issuers, which are strangers: within bounds of time and size, without
 * following anybody anywhere, and only from addresses that {@link IssuerUrls} permits. Each
 * document has a connection of its own; they are minutes apart.
 */
final class GuardedFetch {
  private final Vertx vertx;
  private final IssuerUrls urls;
  private final Resolver resolver;
  private final HttpClient client;

  /**
   * @param trust whose certificates count, or null for the JDK's
   */
  GuardedFetch(Vertx vertx, IssuerUrls urls, Resolver resolver, @Nullable TrustOptions trust) {
    this.vertx = vertx;
    this.urls = urls;
    this.resolver = resolver;
    HttpClientOptions options =
        new HttpClientOptions()
            .setKeepAlive(false)
            .setConnectTimeout(2_000)
            .setMaxHeaderSize(16_384);
    if (trust != null) {
      options.setTrustOptions(trust);
    }
    this.client = vertx.createHttpClient(options);
  }

  /** Call it on an event loop. Fails with a {@link FetchException}. */
  Future<FetchedDocument> get(String url) {
    return fetch(url, null);
  }

  /**
   * Sends a form and gives back the answer, within the same bounds. Call it on an event loop. Fails
   * with a {@link FetchException}, which tells nothing of what was sent.
   *
   * @param authorization the field of that name
   */
  Future<FetchedDocument> post(String url, String authorization, Buffer form) {
    return fetch(url, new Download.Form(authorization, form));
  }

  private Future<FetchedDocument> fetch(String url, Download.@Nullable Form form) {
    Optional<String> problem = urls.problemWith(url);
    return problem.isPresent()
        ? Future.failedFuture(new FetchException(url + " " + problem.get()))
        : new Download(vertx, client, urls, URI.create(url), form).start(resolver);
  }
}
