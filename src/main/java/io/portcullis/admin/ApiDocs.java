package io.portcullis.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The page that renders the API document, with nothing from elsewhere: it works offline. */
final class ApiDocs {
  private static final String HOME = "/docs/";
  private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  /** Images that the page's styles hold in themselves are all that is added to the usual policy. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, String> files;

  private ApiDocs(Map<String, String> files) {
    this.files = files;
  }

  static ApiDocs load() {
    String viewer = "META-INF/resources/webjars/swagger-ui/" + version() + "/";
    return new ApiDocs(
        Map.of(
            "", "docs/index.html",
            "docs.js", "docs/docs.js",
            "docs.css", "docs/docs.css",
            "swagger-ui.css", viewer + "swagger-ui.css",
            "swagger-ui-bundle.js", viewer + "swagger-ui-bundle.js"));
  }

  private static String version() {
    try (InputStream file = ApiDocs.class.getResourceAsStream("/" + WEBJAR)) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void mount(Router router) {
    router.get("/docs").handler(this::file); // to the router, /docs/ is the same
    router.get(HOME + "*").handler(this::file);
  }

  private void file(RoutingContext context) {
    if (context.request().path().equals("/docs")) {
      context.redirect(HOME);
      return;
    }
    String file = files.get(context.request().path().substring(HOME.length()));
    if (file == null) {
      context.fail(ApiProblem.notFound("This file"));
      return;
    }
    context
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("Content-Security-Policy", POLICY)
        .sendFile(file)
        .onFailure(context::fail);
  }
}
