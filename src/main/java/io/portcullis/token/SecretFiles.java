package io.portcullis.token;

import io.portcullis.policy.Issuer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Secrets by which the gateway makes itself known to issuers. They are files and not rows, so that
 * whoever can read the database or its history has none of them. Read anew each time: a secret is
 * changed by changing its file.
 *
 * @param directory where they are, or null when there are none
 */
record SecretFiles(Vertx vertx, @Nullable Path directory) {

  /** Fails with a {@link FetchException} that names the file and nothing in it. */
  Future<String> ofIntrospection(Issuer issuer) {
    String name = "introspection." + issuer.project() + "." + issuer.id();
    if (directory == null) {
      return Future.failedFuture(
          new FetchException("PORTCULLIS_SECRETS_DIR is not set, so there is no file " + name));
    }
    return vertx
        .fileSystem()
        .readFile(directory.resolve(name).toString())
        .map(bytes -> bytes.toString(StandardCharsets.UTF_8).strip())
        .recover(
            failure ->
                Future.failedFuture(
                    new FetchException("no file " + name + " in PORTCULLIS_SECRETS_DIR")));
  }
}
