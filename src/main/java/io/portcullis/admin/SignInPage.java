package io.portcullis.admin;

import io.portcullis.token.SignInProvider.Identity;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;

/** What somebody sees whom signing in did not let in. */
final class SignInPage {
  /** The colours, letters and distances of the console. */
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --text: #1b1f24; --line: #d5dbe1; --back: #fff; --brand: #2a5f93 }
      @media (prefers-color-scheme: dark) {
        :root { --text: #d5d7da; --line: #3b4045; --back: #242424; --brand: #8db1d6 }
      }
      body {
        font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        color: var(--text); background: var(--back); margin: 0; padding: 12vh 1rem 2rem
      }
      main { max-width: 32rem; margin: 0 auto; padding: 2rem; border: 1px solid var(--line); border-radius: .5rem }
      svg { display: block; width: 2rem; height: 2rem; margin-bottom: 1.25rem; fill: none; stroke: var(--brand) }
      h1 { font-size: 1.5rem; line-height: 1.3; font-weight: 600; margin: 0 0 .5rem }
      p { margin: 0 0 1rem; overflow-wrap: anywhere }
      a { color: var(--brand) }
      """;

  /** The one style sheet is named by its hash (Content Security Policy, W3C, section 8.3). */
  private static final String SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(Base64.getEncoder().encodeToString(Sha256.of(STYLE)));

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Sign in · Portcullis</title>
      <style>%s</style>
      </head>
      <body>
      <main>
      <svg viewBox="0 0 32 32" aria-hidden="true" stroke-linecap="round" stroke-linejoin="round">
        <path stroke-width="3" d="M4 29V14a12 12 0 0 1 24 0v15"/>
        <path stroke-width="1.8" d="M10 8v20M16 6v23M22 8v20M6 15h20M6 21h20"/>
      </svg>
      <h1>You are not signed in</h1>
      <p>%s</p>
      <p><a href="/console/">Back to signing in</a></p>
      </main>
      </body>
      </html>
      """;

  private SignInPage() {}

  static void show(RoutingContext context, int status, String why) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader("Content-Security-Policy", SECURITY_POLICY)
        .end(PAGE.formatted(STYLE, escaped(why)));
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
