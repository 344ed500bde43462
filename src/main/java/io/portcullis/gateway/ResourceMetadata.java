package io.portcullis.gateway;

import io.portcullis.policy.Issuer;
import io.portcullis.policy.PolicySnapshot;
import io.portcullis.policy.Project;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where to get a token for a resource (RFC 9728). Tells the issuers of its project and nothing that
 * tells clients apart.
 */
final class ResourceMetadata {
  /** RFC 9728, section 3.1: the resource's own path comes behind it. */
  static final String PATH = "/.well-known/oauth-protected-resource";

  /** Longer paths would make the field that names them too long for some. */
  private static final int LONGEST_PATH = 512;

  private ResourceMetadata() {}

  static boolean isAt(String path) {
    return path.startsWith(PATH)
        && (path.length() == PATH.length() || path.charAt(PATH.length()) == '/');
  }

  /** The address of the metadata of what a request asks for; null when its host is not a name. */
  static @Nullable String addressFor(Exchange exchange) {
    if (HostName.parse(exchange.caller().host()) == null) {
      return null; // a proxy may pass on anything
    }
    String path = exchange.target().path();
    return origin(exchange) + PATH + (path.equals("/") || path.length() > LONGEST_PATH ? "" : path);
  }

  /**
   * The metadata at the address that a request asks for; null when no one project answers there.
   */
  static @Nullable String of(Exchange exchange, PolicySnapshot policy) {
    String path = exchange.target().path().substring(PATH.length());
    String host = exchange.target().host();
    Project project =
        (path.isEmpty() ? policy.projectOfHost(host) : policy.projectOfPath(host, path))
            .orElse(null);
    return project == null
        ? null
        : new JsonObject()
            .put("resource", origin(exchange) + path)
            .put("authorization_servers", new JsonArray(issuersOf(project)))
            .put("bearer_methods_supported", new JsonArray().add("header"))
            .encode();
  }

  private static List<String> issuersOf(Project project) {
    TreeSet<String> urls = new TreeSet<>();
    for (Issuer issuer : project.issuers()) {
      if (issuer.enabled()) {
        issuer.issuers().stream().filter(url -> url.startsWith("https://")).forEach(urls::add);
      }
    }
    return List.copyOf(urls);
  }

  private static String origin(Exchange exchange) {
    return exchange.caller().scheme() + "://" + exchange.caller().host();
  }
}
