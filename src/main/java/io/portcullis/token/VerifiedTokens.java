package io.portcullis.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.portcullis.policy.Issuer;
import io.portcullis.policy.VerifiedToken;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signature has been checked, so that it is not checked again. It remembers facts and
 * no decisions: time, client and grants are asked anew for every request. The tokens themselves are
 * not kept.
 */
final class VerifiedTokens {
  private static final int SHARE_OF_HEAP = 8;
  private static final int BYTES_BESIDE_PAYLOAD = 1_150;

  private final Cache<TokenDigest, Entry> entries =
      Caffeine.newBuilder()
          .maximumWeight(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)
          .weigher((TokenDigest digest, Entry entry) -> entry.bytes())
          .expireAfterWrite(Duration.ofHours(1)) // as long as most tokens live
          .executor(Runnable::run)
          .build();

  /**
   * A token and what its being verified rests on.
   *
   * @param issuer the definition that it was read under; with another it may mean other members
   */
  record Entry(Issuer issuer, VerificationKey key, VerifiedToken token) {

    /** Payload, the claims read from it, the members made of those, and the hash. */
    private int bytes() {
      return 3 * token.payload().length() + BYTES_BESIDE_PAYLOAD;
    }
  }

  @Nullable Entry find(TokenDigest digest) {
    return entries.getIfPresent(digest);
  }

  void put(TokenDigest digest, Entry entry) {
    entries.put(digest, entry);
  }
}
