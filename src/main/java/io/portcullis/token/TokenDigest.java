package io.portcullis.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 of a token as one project sees it: what stands for the token where it is remembered. */
record TokenDigest(long first, long second, long third, long fourth) {
  static TokenDigest of(String project, String token) {
    MessageDigest digest = Sha256.ofThisThread();
    digest.update(project.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0); // project names have none, so no two pairs run together
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    return new TokenDigest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }
}
