package io.portcullis.admin;

import io.portcullis.store.Database;
import io.portcullis.store.SetupTokenStore;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token for the first sign-in: the one the settings give, or one that is made at the first
 * start. Only its SHA-256 is kept.
 */
public final class SetupToken {
  private static final int BYTES = 32;

  private volatile byte @Nullable [] hash;

  /** The token that the settings give. */
  public static SetupToken of(String token) {
    SetupToken given = new SetupToken();
    given.hash = Sha256.of(token);
    return given;
  }

  /** No token yet: nothing matches until {@link #load}. */
  public static SetupToken unknown() {
    return new SetupToken();
  }

  private SetupToken() {}

  /**
   * Learns the token of this database, or makes one if there is none.
   *
   * @return the token when it was made here and now, to be shown once
   */
  public Future<Optional<String>> load(Database database) {
    SetupTokenStore store = new SetupTokenStore();
    String made = "pcs_" + random();
    return store
        .keep(database.policy(), Sha256.of(made))
        .compose(
            isNew ->
                store
                    .hash(database.policy())
                    .map(
                        kept -> {
                          hash = kept;
                          return isNew ? Optional.of(made) : Optional.empty();
                        }));
  }

  /** Compares in a time that does not depend on where they differ. */
  boolean matches(String token) {
    byte[] expected = hash;
    return expected != null && MessageDigest.isEqual(expected, Sha256.of(token));
  }

  /** SHA-256 of the token; null while it is not known. */
  byte @Nullable [] hash() {
    byte[] known = hash;
    return known == null ? null : known.clone();
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
