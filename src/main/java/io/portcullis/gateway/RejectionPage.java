package io.portcullis.gateway;

import io.portcullis.policy.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A rejection as a page for people. It loads nothing and runs nothing. */
final class RejectionPage {
  /** The colours, letters and distances of the console. */
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --text: #1b1f24; --dim: #57606a; --line: #d5dbe1; --back: #fff; --brand: #2a5f93 }
      @media (prefers-color-scheme: dark) {
        :root { --text: #d5d7da; --dim: #a6adb4; --line: #3b4045; --back: #242424; --brand: #8db1d6 }
      }
      body {
        font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        color: var(--text); background: var(--back); margin: 0; padding: 12vh 1rem 2rem
      }
      main { max-width: 32rem; margin: 0 auto; padding: 2rem; border: 1px solid var(--line); border-radius: .5rem }
      svg { display: block; width: 2rem; height: 2rem; margin-bottom: 1.25rem; fill: none; stroke: var(--brand) }
      h1 { font-size: 1.5rem; line-height: 1.3; font-weight: 600; margin: 0 0 .5rem }
      p { margin: 0 }
      dl {
        display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1.5rem 0 0; padding-top: 1rem;
        border-top: 1px solid var(--line); font-size: .875rem
      }
      dt { color: var(--dim) }
      dd { margin: 0; overflow-wrap: anywhere }
      code { font: .8125rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", monospace }
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
          <svg viewBox="0 0 32 32" aria-hidden="true" stroke-linecap="round" stroke-linejoin="round">
            <path stroke-width="3" d="M4 29V14a12 12 0 0 1 24 0v15"/>
            <path stroke-width="1.8" d="M10 8v20M16 6v23M22 8v20M6 15h20M6 21h20"/>
          </svg>
          <h1>%1$s</h1>
          <p>%2$s</p>
          <dl>
            <dt>Reason</dt><dd>%3$d <code>%4$s</code></dd>
            <dt>Request ID</dt><dd><code>%5$s</code></dd>
          </dl>
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
