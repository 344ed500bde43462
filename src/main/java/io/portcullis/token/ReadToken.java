package io.portcullis.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portcullis.policy.TokenClaims;
import io.portcullis.policy.TokenType;
import org.jspecify.annotations.Nullable;

/** A token that can be read; nothing about it has been believed yet. */
record ReadToken(CompactJws jws, JoseHeader header, TokenClaims claims) {

  static ReadToken of(String token) throws Refusal {
    CompactJws jws = CompactJws.parse(token);
    ObjectNode header = object("header", jws.header());
    ObjectNode payload = object("payload", jws.payload());
    JoseHeader read = header(header, payload);
    return new ReadToken(jws, read, ClaimsReader.read(read.type(), payload));
  }

  private static ObjectNode object(String name, byte[] json) throws Refusal {
    try {
      return StrictJson.object(json);
    } catch (StrictJson.MalformedException malformed) {
      throw Refusal.malformed("the " + name + " " + malformed.getMessage());
    }
  }

  /** Whoever looks into a refused header wants to know whose token it was. */
  private static JoseHeader header(ObjectNode header, ObjectNode payload) throws Refusal {
    try {
      return JoseHeader.read(header);
    } catch (Refusal refusal) {
      throw refusal.with(claimsOrNull(payload));
    }
  }

  private static @Nullable TokenClaims claimsOrNull(ObjectNode payload) {
    try {
      return ClaimsReader.read(TokenType.ID, payload);
    } catch (Refusal unreadable) {
      return null;
    }
  }
}
