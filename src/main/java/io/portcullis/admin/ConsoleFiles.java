package io.portcullis.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The console's files from the class path. Files whose name holds their hash are kept by browsers
 * for good; the page that names them is never kept. Every other path of the console is a place in
 * it, so it gets the page.
 */
final class ConsoleFiles {
  static final String HOME = "/console/";

  /** One name without slashes: nothing outside the directory can be asked for. */
  private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");

  private static final String NONCE_PLACE = "CSP_NONCE";
  private static final int NONCE_BYTES = 16;

  /** As strict as can be; styles that the component library makes carry the page's nonce. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-%s'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private final SecureRandom random = new SecureRandom();
  private final @Nullable String page;

  private ConsoleFiles(@Nullable String page) {
    this.page = page;
  }

  /** Reads the page; a build without the console has none, and then all of it is not found. */
  static ConsoleFiles load() {
    try (InputStream file = ConsoleFiles.class.getResourceAsStream("/console/index.html")) {
      return new ConsoleFiles(
          file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void mount(Router router) {
    router.get("/").handler(context -> context.redirect(HOME));
    router.get("/console").handler(ConsoleFiles::addSlash);
    router.get(HOME + "assets/*").handler(ConsoleFiles::asset);
    router.get(HOME + "*").handler(this::page);
  }

  /** To the router, /console means /console/ too. */
  private static void addSlash(RoutingContext context) {
    if (context.request().path().equals(HOME)) {
      context.next();
    } else {
      context.redirect(HOME);
    }
  }

  private void page(RoutingContext context) {
    if (page == null) {
      context.fail(ApiProblem.notFound("The console: this build is without it, so this path"));
      return;
    }
    String nonce = nonce();
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Security-Policy", POLICY.formatted(nonce))
        .end(page.replace(NONCE_PLACE, nonce));
  }

  private String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void asset(RoutingContext context) {
    String name = context.request().path().substring((HOME + "assets/").length());
    String file = "console/assets/" + name;
    if (!ASSET.matcher(name).matches() || ConsoleFiles.class.getResource("/" + file) == null) {
      context.fail(ApiProblem.notFound("This file"));
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
        .sendFile(file)
        .onFailure(context::fail);
  }
}
