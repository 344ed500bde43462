package io.portcullis.admin;

import io.portcullis.policy.HealthCheck;
import io.portcullis.store.Filter;
import io.portcullis.store.PolicyTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Backends: targets that can be connected to. */
final class BackendRules implements ItemRules {
  private static final Map<String, Filter.Column> FILTERS =
      Map.of(
          "id", new Filter.Column("t.id", Filter.Type.TEXT),
          "updatedAt", new Filter.Column("t.updated_at", Filter.Type.TIME));

  @Override
  public PolicyTable table() {
    return PolicyTable.BACKEND;
  }

  @Override
  public String schema() {
    return "Backend";
  }

  @Override
  public Map<String, Filter.Column> filters() {
    return FILTERS;
  }

  @Override
  public JsonObject complete(JsonObject item) {
    JsonArray targets = new JsonArray();
    for (Object target : item.getJsonArray("targets")) {
      JsonObject copy = ((JsonObject) target).copy();
      targets.add(copy.containsKey("weight") ? copy : copy.put("weight", 1));
    }
    return item.copy().put("targets", targets);
  }

  @Override
  public List<Violation> check(JsonObject item) {
    List<Violation> violations = new ArrayList<>();
    JsonArray targets = item.getJsonArray("targets");
    int weights = 0;
    for (int i = 0; i < targets.size(); i++) {
      JsonObject target = targets.getJsonObject(i);
      weights += target.getInteger("weight");
      String problem = problemWith(target.getString("url"));
      if (problem != null) {
        violations.add(new Violation("targets[" + i + "].url", problem));
      }
    }
    if (weights == 0) {
      violations.add(new Violation("targets", "have no weight, so none would get a request"));
    }
    checkBalancing(item.getJsonObject("loadBalancing"), violations);
    checkStatuses(item.getJsonObject("healthCheck"), violations);
    checkEjection(item.getJsonObject("ejection"), violations);
    checkTls(item, violations);
    return violations;
  }

  private static void checkBalancing(@Nullable JsonObject balancing, List<Violation> violations) {
    if (balancing == null) {
      return;
    }
    boolean isHash = "consistent-hash".equals(balancing.getString("method"));
    boolean isByHeader = "header".equals(balancing.getString("hashBy"));
    if (!isHash && balancing.containsKey("hashBy")) {
      violations.add(
          new Violation(
              "loadBalancing.hashBy", "means nothing without the method consistent-hash"));
    }
    if (isByHeader != balancing.containsKey("header")) {
      violations.add(
          new Violation("loadBalancing.header", "is needed with hashBy 'header', and only there"));
    }
  }

  private static void checkStatuses(@Nullable JsonObject check, List<Violation> violations) {
    JsonArray statuses =
        check == null ? new JsonArray() : check.getJsonArray("expectedStatuses", new JsonArray());
    for (int i = 0; i < statuses.size(); i++) {
      HealthCheck.StatusRange range = HealthCheck.StatusRange.parse(statuses.getString(i));
      if (range.from() > range.to()) {
        violations.add(
            new Violation(
                "healthCheck.expectedStatuses[" + i + "]", "ends before it begins: lowest first"));
      }
    }
  }

  private static void checkTls(JsonObject item, List<Violation> violations) {
    JsonObject tls = item.getJsonObject("tls");
    if (tls == null) {
      return;
    }
    boolean isUsed =
        item.getJsonArray("targets").stream()
            .anyMatch(target -> ((JsonObject) target).getString("url").startsWith("https:"));
    if (!isUsed) {
      violations.add(new Violation("tls", "means nothing without a target whose URL is https"));
    }
    String certificates = tls.getString("trustedCertificates");
    if (certificates != null && !areCertificates(certificates)) {
      violations.add(
          new Violation("tls.trustedCertificates", "is not a list of X.509 certificates as PEM"));
    }
  }

  private static boolean areCertificates(String pem) {
    try {
      return !CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
          .isEmpty();
    } catch (CertificateException failure) {
      return false;
    }
  }

  private static void checkEjection(@Nullable JsonObject ejection, List<Violation> violations) {
    if (ejection != null
        && ejection.getInteger("baseMillis", 30_000) > ejection.getInteger("maxMillis", 300_000)) {
      violations.add(new Violation("ejection.maxMillis", "is less than baseMillis"));
    }
  }

  private static @Nullable String problemWith(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException failure) {
      return "is not a URL";
    }
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      return "needs the scheme http or https, as in http://orders.internal:8080";
    }
    if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
      return "needs a host name and a port between 1 and 65535";
    }
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      return "must have no user, query or fragment";
    }
    return null;
  }
}
