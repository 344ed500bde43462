package io.portcullis.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Puts a project together through the admin API. */
public final class Sample {
  private final AdminClient admin;
  private String project = "";

  public Sample(AdminClient admin) {
    this.admin = admin;
  }

  public AdminClient admin() {
    return admin;
  }

  /** Creates a project, which the other calls are about from then on. */
  public Sample project(String id) {
    project = id;
    admin.create("/api/v1/projects/" + id, new JsonObject().put("displayName", id));
    return this;
  }

  public Sample issuer(String id, JsonObject issuer) {
    return create("issuers", id, issuer);
  }

  public Sample client(String id, String issuer) {
    return create(
        "clients",
        id,
        new JsonObject().put("issuer", issuer).put("name", id).put("applicationType", "web"));
  }

  public Sample grant(String id, String principal) {
    return create("grants", id, new JsonObject().put("principal", principal));
  }

  public Sample backend(String id, JsonObject backend) {
    return create("backends", id, backend);
  }

  public Sample route(
      String id, String host, String prefix, String backend, String authentication) {
    return create("routes", id, route(host, prefix, backend, authentication));
  }

  /** A route as the admin API takes it. */
  public static JsonObject route(
      String host, String prefix, String backend, String authentication) {
    return new JsonObject()
        .put("hosts", new JsonArray().add(host))
        .put("pathPrefix", prefix)
        .put("backend", backend)
        .put("authentication", authentication);
  }

  private Sample create(String kind, String id, JsonObject item) {
    admin.create("/api/v1/projects/" + project + "/" + kind + "/" + id, item);
    return this;
  }
}
