package io.portcullis.admin;

import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Refuses targets whose escapes are not text: whoever read them next would guess. */
final class RequestTargets {
  private RequestTargets() {}

  static void check(RoutingContext context) {
    if (isText(context.request().uri())) {
      context.next();
    } else {
      context.fail(
          ApiProblem.invalid(
              "", "The URL has an escape that is not % and two hexadecimal digits of UTF-8 text."));
    }
  }

  private static boolean isText(String uri) {
    try {
      String text = URLDecoder.decode(uri, StandardCharsets.UTF_8);
      return text.indexOf('\uFFFD') < 0 && text.indexOf('\0') < 0;
    } catch (IllegalArgumentException failure) {
      return false;
    }
  }
}
