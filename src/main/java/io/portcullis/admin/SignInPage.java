package io.portcullis.admin;

import io.portcullis.token.SignInProvider.Identity;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** What somebody sees whom signing in did not let in. */
final class SignInPage {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Sign in · Portcullis</title></head>
      <body><main>
      <h1>You are not signed in</h1>
      <p>%s</p>
      <p><a href="/console/">Back to signing in</a></p>
      </main></body>
      </html>
      """;

  private SignInPage() {}

  static void show(RoutingContext context, int status, String why) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .end(PAGE.formatted(escaped(why)));
  }

  /** Tells them whom to ask, and for what. */
  static void showStranger(RoutingContext context, Identity identity) {
    String who =
        identity.email() == null
            ? "issuer %s and subject %s (your address is not verified there)"
                .formatted(identity.issuer(), identity.subject())
            : identity.email();
    show(
        context,
        403,
        "Your organisation knows you, but you are no operator here. Ask an owner of this Portcullis to"
            + " make you one, as: "
            + who
            + ".");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
