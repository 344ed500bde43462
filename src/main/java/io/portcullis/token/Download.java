package io.portcullis.token;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One fetch of one document, on one event loop. */
final class Download {
  private static final long DEADLINE_MILLIS = 5_000;
  private static final int MOST_BYTES = 256 * 1024;

  private final Vertx vertx;
  private final HttpClient client;
  private final IssuerUrls urls;
  private final URI url;
  private final @Nullable Form form;
  private final Promise<FetchedDocument> outcome = Promise.promise();
  private final Buffer body = Buffer.buffer();
  private @Nullable HttpClientRequest request;

  /** What is sent by POST, and the {@code Authorization} that goes with it. */
  record Form(String authorization, Buffer body) {
    @Override
    public String toString() {
      return "Form[…]";
    }
  }

  /**
   * @param form what to send, or null to fetch by GET
   */
  Download(Vertx vertx, HttpClient client, IssuerUrls urls, URI url, @Nullable Form form) {
    this.vertx = vertx;
    this.client = client;
    this.urls = urls;
    this.url = url;
    this.form = form;
  }

  Future<FetchedDocument> start(Resolver resolver) {
    long deadline = vertx.setTimer(DEADLINE_MILLIS, late -> giveUp("takes longer than 5 s"));
    resolver
        .resolve(IssuerUrls.withoutBrackets(url.getHost()))
        .map(this::permitted)
        .compose(addresses -> connect(addresses.iterator()))
        .compose(this::send)
        .onSuccess(this::receive)
        .onFailure(failure -> giveUp("cannot be reached: " + failure.getMessage()));
    return outcome.future().onComplete(done -> vertx.cancelTimer(deadline));
  }

  private List<InetAddress> permitted(List<InetAddress> addresses) {
    List<InetAddress> permitted =
        addresses.stream()
            .filter(address -> urls.permits(IssuerUrls.isHttps(url), address))
            .toList();
    if (permitted.isEmpty()) {
      throw new IllegalStateException(
          "its addresses are not public; PORTCULLIS_ALLOWED_NETWORKS may allow them");
    }
    return permitted;
  }

  /** One address after the other, for hosts that have some we cannot reach. */
  private Future<HttpClientRequest> connect(Iterator<InetAddress> addresses) {
    if (outcome.future().isComplete()) {
      return Future.failedFuture("too late");
    }
    Future<HttpClientRequest> first = client.request(options(addresses.next()));
    return addresses.hasNext() ? first.recover(failure -> connect(addresses)) : first;
  }

  /**
   * Connects to exactly the address that was checked, so that a name server's second answer cannot
   * lead elsewhere; the certificate is still checked against the name.
   */
  private RequestOptions options(InetAddress address) {
    boolean https = IssuerUrls.isHttps(url);
    int port = url.getPort() < 0 ? (https ? 443 : 80) : url.getPort();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    RequestOptions options =
        new RequestOptions()
            .setMethod(form == null ? HttpMethod.GET : HttpMethod.POST)
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(url.getHost())
            .setPort(port)
            .setSsl(https)
            .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
            .putHeader(HttpHeaders.ACCEPT, "application/json")
            .putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
    return form == null
        ? options
        : options
            .putHeader(HttpHeaders.CONTENT_TYPE, HttpHeaders.APPLICATION_X_WWW_FORM_URLENCODED)
            .putHeader(HttpHeaders.AUTHORIZATION, form.authorization());
  }

  private Future<HttpClientResponse> send(HttpClientRequest connected) {
    if (outcome.future().isComplete()) {
      connected.reset();
      return Future.failedFuture("too late");
    }
    request = connected;
    return form == null ? connected.send() : connected.send(form.body());
  }

  private void receive(HttpClientResponse response) {
    response.exceptionHandler(failure -> giveUp("breaks off: " + failure.getMessage()));
    if (response.statusCode() != 200) {
      giveUp("answers with status " + response.statusCode());
      return;
    }
    if (response.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      giveUp("answers with a content encoding that was not asked for");
      return;
    }
    response.handler(this::append).endHandler(end -> outcome.tryComplete(document(response)));
  }

  private void append(Buffer chunk) {
    if (body.length() + chunk.length() > MOST_BYTES) {
      giveUp("is larger than " + MOST_BYTES + " bytes");
    } else if (!outcome.future().isComplete()) {
      body.appendBuffer(chunk);
    }
  }

  private FetchedDocument document(HttpClientResponse response) {
    return new FetchedDocument(
        body,
        FetchedDocument.maxAge(
            response.getHeader(HttpHeaders.CACHE_CONTROL), response.getHeader(HttpHeaders.AGE)));
  }

  private void giveUp(String why) {
    outcome.tryFail(new FetchException(url + " " + why));
    if (request != null) {
      request.reset();
    }
  }
}
