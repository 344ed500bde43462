package io.portcullis.gateway;

import io.portcullis.policy.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A rejection as a page for people. It loads nothing and runs nothing. */
final class RejectionPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark }
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem }
      h1 { font-size: 1.4rem; margin: 0 0 .5rem }
      small { color: GrayText }
      """;

  /** The one style sheet is named by its hash (Content Security Policy, W3C, section 8.3). */
  static final String SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
          .formatted(hash(STYLE));

  private RejectionPage() {}

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException failure) {
      throw new IllegalStateException(failure); // every JDK has it
    }
  }

  /**
   * Holds nothing of the caller's but the request's ID, which is letters, digits, '.', '-', '_'.
   */
  static String of(String requestId, Reason reason) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%1$s</title>
        <style>%6$s</style>
        </head>
        <body>
        <main>
          <h1>%1$s</h1>
          <p>%2$s</p>
          <p><small>%3$d <code>%4$s</code> · Request ID <code>%5$s</code></small></p>
        </main>
        </body>
        </html>
        """
        .formatted(
            escape(reason.title()),
            escape(reason.advice()),
            reason.status(),
            reason.code(),
            requestId,
            STYLE);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
  }
}
