package io.portcullis.admin;

import io.portcullis.store.RequestKey;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the key under which a caller may repeat a write. */
final class RequestKeys {
  private static final String FIELD = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private RequestKeys() {}

  /** The key with a fingerprint of all that decides what the write does; null without a key. */
  static @Nullable RequestKey of(RoutingContext context) {
    List<String> given = context.request().headers().getAll(FIELD);
    if (given.isEmpty()) {
      return null;
    }
    if (given.size() > 1 || !KEY.matcher(given.get(0)).matches()) {
      throw ApiProblem.invalid(FIELD, "must be one of 1 to 255 visible ASCII characters");
    }
    return new RequestKey(given.get(0), fingerprint(context));
  }

  private static Buffer fingerprint(RoutingContext context) {
    HttpServerRequest request = context.request();
    Buffer read = Buffer.buffer();
    for (String part :
        new String[] {
          request.method().name(),
          context.normalizedPath(),
          String.valueOf(request.getHeader("If-Match")),
          String.valueOf(request.getHeader("If-None-Match"))
        }) {
      read.appendString(part).appendByte((byte) 0);
    }
    Buffer body = context.body().buffer();
    Buffer all = body == null ? read : read.appendBuffer(body);
    return Buffer.buffer(Sha256.of(all.getBytes()));
  }
}
