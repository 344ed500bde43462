package io.portcullis.gateway;

import io.portcullis.policy.Reason;
import io.portcullis.policy.RequestTarget;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the head of a request asks for, once nothing in it can be read in two ways. */
sealed interface RequestHead {

  /**
   * It may be routed.
   *
   * @param query with its question mark; empty when there is none
   */
  record Sound(RequestTarget target, String query) implements RequestHead {}

  /** It is refused whatever the policy says. */
  record Unsound(Reason reason, String detail) implements RequestHead {}

  static RequestHead read(HttpServerRequest request) {
    String method = request.method().name();
    String uri = request.uri();
    String fault = faultOf(request);
    if (fault != null || !FieldGrammar.isToken(method)) {
      return malformed(fault == null ? "method" : fault);
    }
    if (uri.isEmpty() || uri.charAt(0) != '/') {
      return malformed("target is not a path: proxy requests and OPTIONS * are not served");
    }
    String field = HostName.fieldOf(request);
    String host = field == null ? null : HostName.parse(field);
    int question = uri.indexOf('?');
    String query = question < 0 ? "" : uri.substring(question);
    if (host == null || !FieldGrammar.isVisibleAscii(query) || query.indexOf('#') >= 0) {
      return malformed(host == null ? "Host" : "query");
    }
    String raw = question < 0 ? uri : uri.substring(0, question);
    String path = TargetPath.normalise(raw);
    return path == null
        ? new Unsound(Reason.PATH_AMBIGUOUS, raw) // a query may hold secrets
        : new Sound(new RequestTarget(host, path, method), query);
  }

  private static Unsound malformed(String detail) {
    return new Unsound(Reason.REQUEST_MALFORMED, detail);
  }

  /** Two lengths are how requests are smuggled (RFC 9112, section 6.3). */
  private static @Nullable String faultOf(HttpServerRequest request) {
    MultiMap headers = request.headers();
    List<String> hosts = headers.getAll(HttpHeaders.HOST);
    boolean hasAuthority = request.version() == HttpVersion.HTTP_2 && hosts.isEmpty();
    if (!hasAuthority && hosts.size() != 1) {
      return "not exactly one Host";
    }
    if (request.version() == HttpVersion.HTTP_2
        && !hosts.isEmpty()
        && !hosts.get(0).equals(HostName.fieldOf(request))) {
      return "Host differs from :authority";
    }
    List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    List<String> lengths = headers.getAll(HttpHeaders.CONTENT_LENGTH);
    if (lengths.size() > 1 || (!lengths.isEmpty() && !codings.isEmpty())) {
      return "more than one body length";
    }
    if (codings.size() > 1
        || (codings.size() == 1 && !codings.get(0).equalsIgnoreCase("chunked"))) {
      return "Transfer-Encoding is not chunked";
    }
    for (Map.Entry<String, String> field : headers) {
      if (!FieldGrammar.isToken(field.getKey()) || !FieldGrammar.isValue(field.getValue())) {
        return "a field is not well-formed";
      }
    }
    return null;
  }
}
