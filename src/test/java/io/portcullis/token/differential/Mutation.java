package io.portcullis.token.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One thing that is unusual about a token; some are allowed, most are not. */
record Mutation(String name, Consumer<Draft> bend) {

  /** All of them; {@code world} has the strangers' keys and the time. */
  static List<Mutation> all(World world) {
    List<Mutation> all = new ArrayList<>();
    headers(all, world);
    times(all, world.now());
    parties(all, world);
    json(all);
    encodings(all);
    signatures(all, world);
    return all;
  }

  private static void headers(List<Mutation> all, World world) {
    for (String algorithm :
        List.of("none", "None", "HS256", "RS384", "PS256", "ES256", "rs256", "", "EdDSA")) {
      all.add(header("alg " + algorithm, "alg", "\"" + algorithm + "\""));
    }
    all.add(header("alg a number", "alg", "256"));
    all.add(header("alg null", "alg", "null"));
    all.add(new Mutation("no alg", draft -> draft.header.remove("alg")));
    all.add(new Mutation("no kid", draft -> draft.header.remove("kid")));
    all.add(header("kid unknown", "kid", "\"nobody\""));
    all.add(header("kid of another key", "kid", "\"" + World.OTHER_KEY + "\""));
    all.add(header("kid empty", "kid", "\"\""));
    all.add(header("kid a number", "kid", "1"));
    all.add(header("kid null", "kid", "null"));
    all.add(header("kid with NUL", "kid", "\"\\u0000\""));
    all.add(new Mutation("no typ", draft -> draft.header.remove("typ")));
    for (String type :
        List.of(
            "jwt",
            "JOSE",
            "at+jwt",
            "application/jwt",
            "dpop+jwt",
            "logout+jwt",
            "secevent+jwt",
            "x",
            "")) {
      all.add(header("typ " + type, "typ", "\"" + type + "\""));
    }
    all.add(header("typ a number", "typ", "1"));
    all.add(header("cty JWT", "cty", "\"JWT\""));
    all.add(header("crit unknown", "crit", "[\"pleaseunderstand\"]"));
    all.add(header("crit exp", "crit", "[\"exp\"]"));
    all.add(header("crit empty", "crit", "[]"));
    all.add(header("crit a string", "crit", "\"b64\""));
    all.add(header("b64 false", "b64", "false"));
    all.add(
        new Mutation(
            "b64 false and critical",
            draft -> {
              draft.header.put("b64", "false");
              draft.header.put("crit", "[\"b64\"]");
            }));
    all.add(header("zip", "zip", "\"DEF\""));
    all.add(header("enc", "enc", "\"A128GCM\""));
    all.add(header("jku", "jku", "\"https://evil.example/keys\""));
    all.add(header("x5u", "x5u", "\"https://evil.example/cert\""));
    all.add(header("x5c", "x5c", "[\"MIIB\"]"));
    all.add(header("more members", "x", "{\"y\":[1,2,null]}"));
    all.add(
        new Mutation(
            "a key in the header, and signed by it",
            draft -> {
              draft.header.put("jwk", world.strangersJwk());
              draft.key = world.strangersKey();
            }));
    all.add(
        text(
            "header alg twice",
            t -> t.replace("\"alg\":\"RS256\"", "\"alg\":\"none\",\"alg\":\"RS256\"")));
    all.add(text("header kid twice", t -> t.replace("\"kid\":", "\"kid\":\"nobody\",\"kid\":")));
    all.add(text("header with blanks", t -> t.replace(",", " ,\n\t").replace(":", " : ")));
    all.add(text("header an array", t -> "[" + t + "]"));
    all.add(text("header null", t -> "null"));
    all.add(text("header empty", t -> ""));
    all.add(text("header with rubbish behind", t -> t + "x"));
    all.add(text("header with blanks around", t -> " " + t + " "));
    all.add(text("header with a BOM", t -> "\ufeff" + t));
    all.add(text("header with a comment", t -> t.replace("{", "{/**/")));
    all.add(text("header with a comma too many", t -> t.replace("}", ",}")));
    all.add(text("header in single quotes", t -> t.replace('"', '\'')));
    all.add(text("header alg escaped", t -> t.replace("\"alg\"", "\"\\u0061lg\"")));
  }

  private static void times(List<Mutation> all, long now) {
    claim(all, "exp", "a second ago", now - 1);
    claim(all, "exp", "a minute ago", now - 60);
    claim(all, "exp", "now", now);
    claim(all, "exp", "in a second", now + 1);
    claim(all, "exp", "in 10^9 seconds", now + 1_000_000_000L);
    for (String value :
        List.of(
            "0",
            "-1",
            "1e400",
            "\"" + (now + 60) + "\"",
            "null",
            "true",
            "[]",
            "{}",
            (now + 60) + ".5",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999",
            "1.9e9",
            "0" + (now + 60),
            "+" + (now + 60),
            "0x7fffffff",
            "NaN",
            "Infinity")) {
      all.add(payload("exp " + label(value, now), "exp", value));
    }
    all.add(new Mutation("no exp", draft -> draft.payload.remove("exp")));
    claim(all, "nbf", "a minute ago", now - 60);
    claim(all, "nbf", "in an hour", now + 3600);
    claim(all, "nbf", "in 5 seconds", now + 5);
    for (String value : List.of("\"" + (now - 60) + "\"", "null", "-1", "true", "1e400")) {
      all.add(payload("nbf " + label(value, now), "nbf", value));
    }
    claim(all, "iat", "in an hour", now + 3600);
    claim(all, "iat", "in 5 seconds", now + 5);
    claim(all, "iat", "a year ago", now - 31_536_000);
    for (String value :
        List.of("\"" + (now - 60) + "\"", "null", "-1", "true", (now - 60) + ".25", "1e400")) {
      all.add(payload("iat " + label(value, now), "iat", value));
    }
    all.add(new Mutation("no iat", draft -> draft.payload.remove("iat")));
    for (String value : List.of("" + (now - 60), "\"" + (now - 60) + "\"", "null", "-1")) {
      all.add(payload("auth_time " + label(value, now), "auth_time", value));
    }
  }

  private static String label(String value, long now) {
    return value.replace(Long.toString(now + 60), "SOON").replace(Long.toString(now - 60), "JUST");
  }

  private static void parties(List<Mutation> all, World world) {
    for (String value :
        List.of(
            "\"https://other.example\"",
            "\"" + world.issuer() + "/\"",
            "\"" + world.issuer().replace("https://", "http://") + "\"",
            "\"" + world.issuer().toUpperCase(Locale.ROOT) + "\"",
            "\"\"",
            "null",
            "1",
            "[\"" + world.issuer() + "\"]",
            "{}",
            "\"" + world.issuer() + "\\u0000\"",
            "\" " + world.issuer() + "\"")) {
      all.add(payload("iss " + value.replace(world.issuer(), "ours"), "iss", value));
    }
    all.add(new Mutation("no iss", draft -> draft.payload.remove("iss")));
    String client = "\"" + world.client() + "\"";
    for (String value :
        List.of(
            "\"other\"",
            "[" + client + "]",
            "[" + client + ",\"other\"]",
            "[\"other\"," + client + "]",
            "[\"other\"]",
            "[]",
            "[" + client + ",1]",
            "[" + client + ",null]",
            "[[" + client + "]]",
            "null",
            "1",
            "\"\"",
            "\"" + world.client() + " \"",
            "\"" + world.client().toUpperCase(Locale.ROOT) + "\"",
            "\"" + world.client() + ",other\"",
            "{\"aud\":" + client + "}",
            "\"" + world.client() + "\\u0000\"",
            "[" + client + "," + client + "]")) {
      all.add(payload("aud " + value.replace(world.client(), "web"), "aud", value));
    }
    all.add(new Mutation("no aud", draft -> draft.payload.remove("aud")));
    for (String value : List.of("\"other\"", "null", "1", "\"\"", "[" + client + "]")) {
      all.add(payload("azp " + value.replace(world.client(), "web"), "azp", value));
    }
    all.add(new Mutation("no azp", draft -> draft.payload.remove("azp")));
    for (String value :
        List.of(
            "\"\"",
            "null",
            "1",
            "[\"a\"]",
            "\"" + "x".repeat(300) + "\"",
            "\"a\\u0000b\"",
            "\"ü\"")) {
      all.add(payload("sub " + (value.length() > 100 ? "of 300 characters" : value), "sub", value));
    }
    all.add(new Mutation("no sub", draft -> draft.payload.remove("sub")));
    for (String value : List.of("1", "null", "\"\"", "\"x@y@z\"", "[\"a@example.com\"]")) {
      all.add(payload("email " + value, "email", value));
    }
    for (String value : List.of("\"true\"", "\"false\"", "1", "null", "false")) {
      all.add(payload("email_verified " + value, "email_verified", value));
    }
    for (String value : List.of("\"a\"", "1", "null", "\"\"")) {
      all.add(payload("jti " + value, "jti", value));
    }
    for (String value : List.of("\"example.com\"", "1", "null")) {
      all.add(payload("hd " + value, "hd", value));
    }
  }

  /** Of Firebase Authentication and Identity Platform. */
  static List<Mutation> firebase(long now) {
    List<Mutation> all = new ArrayList<>();
    claim(all, "auth_time", "in an hour", now + 3600);
    claim(all, "auth_time", "a year ago", now - 31_536_000);
    all.add(new Mutation("no auth_time", draft -> draft.payload.remove("auth_time")));
    all.add(new Mutation("no firebase", draft -> draft.payload.remove("firebase")));
    for (String provider : List.of("phone", "google.com", "custom", "anonymous", "x", "")) {
      all.add(
          payload(
              "provider " + provider,
              "firebase",
              "{\"identities\":{},\"sign_in_provider\":\"" + provider + "\"}"));
    }
    for (String value : List.of("null", "1", "[]", "{}", "\"x\"")) {
      all.add(payload("firebase " + value, "firebase", value));
    }
    all.add(
        payload(
            "tenant unknown",
            "firebase",
            "{\"sign_in_provider\":\"password\",\"tenant\":\"other\"}"));
    all.add(payload("sub of 128 characters", "sub", "\"" + "x".repeat(128) + "\""));
    all.add(payload("sub of 129 characters", "sub", "\"" + "x".repeat(129) + "\""));
    return all;
  }

  private static void json(List<Mutation> all) {
    all.add(bytes("payload aud twice, ours last", t -> t.replace("{", "{\"aud\":\"other\",")));
    all.add(bytes("payload aud twice, ours first", t -> t.replace("}", ",\"aud\":\"other\"}")));
    all.add(bytes("payload exp twice", t -> t.replace("{", "{\"exp\":1,")));
    all.add(bytes("payload unknown member twice", t -> t.replace("{", "{\"q\":1,\"q\":2,")));
    all.add(bytes("payload inner member twice", t -> t.replace("{", "{\"q\":{\"a\":1,\"a\":2},")));
    all.add(bytes("payload an array", t -> "[" + t + "]"));
    all.add(bytes("payload a string", t -> "\"x\""));
    all.add(bytes("payload empty", t -> ""));
    all.add(bytes("payload no members", t -> "{}"));
    all.add(bytes("payload with rubbish behind", t -> t + "x"));
    all.add(bytes("payload with another object behind", t -> t + "{}"));
    all.add(bytes("payload with blanks around", t -> "\n " + t + "\t "));
    all.add(bytes("payload with a BOM", t -> "\ufeff" + t));
    all.add(bytes("payload with a comment", t -> t.replace("{", "{//x\n")));
    all.add(bytes("payload with a comma too many", t -> t.replace("}", ",}")));
    all.add(bytes("payload in single quotes", t -> t.replace('"', '\'')));
    all.add(bytes("payload names without quotes", t -> t.replace("\"exp\"", "exp")));
    all.add(bytes("payload cut short", t -> t.substring(0, Math.max(0, t.length() - 1))));
    all.add(bytes("payload with NUL behind", t -> t + "\u0000"));
    all.add(bytes("payload with a lone surrogate", t -> t.replace("{", "{\"q\":\"\\ud800\",")));
    all.add(bytes("payload nested ten deep", t -> nested(t, 10)));
    all.add(bytes("payload nested 500 deep", t -> nested(t, 500)));
    all.add(bytes("payload nested 2000 deep", t -> nested(t, 2000)));
    all.add(bytes("payload with a huge number", t -> t.replace("{", "{\"q\":1e99999,")));
    all.add(
        bytes(
            "payload with a number of 2000 digits",
            t -> t.replace("{", "{\"q\":" + "9".repeat(2000) + ",")));
    all.add(bytes("payload claim name escaped", t -> t.replace("\"exp\"", "\"\\u0065xp\"")));
    all.add(
        bytes(
            "payload with 15000 characters",
            t -> t.replace("{", "{\"q\":\"" + "x".repeat(15000) + "\",")));
    all.add(
        new Mutation(
            "payload not UTF-8",
            draft ->
                draft.payloadText = then(draft.payloadText, text -> replaced(text, (byte) 0xff))));
    all.add(
        new Mutation(
            "payload with an overlong character",
            draft ->
                draft.payloadText = then(draft.payloadText, text -> replaced(text, (byte) 0xc0))));
  }

  private static String nested(String text, int depth) {
    return text.replaceFirst("\\{", "{\"q\":" + "[".repeat(depth) + "]".repeat(depth) + ",");
  }

  /** Puts a byte into the e-mail address. */
  private static byte[] replaced(byte[] text, byte with) {
    byte[] copy = text.clone();
    int at = new String(text, UTF_8).indexOf("alice");
    if (at >= 0 && at < copy.length) {
      copy[at] = with;
    }
    return copy;
  }

  private static void encodings(List<Mutation> all) {
    all.add(encoded("padded", segment -> segment + "=".repeat((4 - segment.length() % 4) % 4)));
    all.add(encoded("with a blank", segment -> inside(segment, " ")));
    all.add(encoded("in lines", segment -> inside(segment, "\n")));
    all.add(whole("a dot behind", token -> token + "."));
    all.add(whole("a dot before", token -> "." + token));
    all.add(whole("two parts", token -> token.substring(0, Math.max(0, token.lastIndexOf('.')))));
    all.add(whole("no signature", token -> token.substring(0, token.lastIndexOf('.') + 1)));
    all.add(whole("five parts", token -> token + ".x.y"));
    all.add(whole("a blank before", token -> " " + token));
    all.add(whole("a blank behind", token -> token + " "));
    all.add(whole("a line end behind", token -> token + "\n"));
    all.add(whole("a quote around", token -> "\"" + token + "\""));
    all.add(whole("signature padded", token -> token + "=="));
    all.add(whole("signature in the other alphabet", Mutation::otherAlphabet));
    all.add(whole("signature with trailing bits", Mutation::withTrailingBits));
    all.add(
        whole(
            "SIGNATURE_REMOVED",
            token -> token.substring(0, token.lastIndexOf('.') + 1) + "SIGNATURE_REMOVED"));
  }

  private static String inside(String segment, String put) {
    int middle = segment.length() / 2;
    return segment.substring(0, middle) + put + segment.substring(middle);
  }

  private static String otherAlphabet(String token) {
    int dot = token.lastIndexOf('.') + 1;
    return token.substring(0, dot) + token.substring(dot).replace('-', '+').replace('_', '/');
  }

  /** 256 bytes end in a character of which only two bits count. */
  private static String withTrailingBits(String token) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    return last < 0 ? token : token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
  }

  private static void signatures(List<Mutation> all, World world) {
    all.add(new Mutation("by a stranger", draft -> draft.key = world.strangersKey()));
    all.add(signature("a bit of the signature flipped", bytes -> flipped(bytes)));
    all.add(
        signature(
            "signature a byte short",
            bytes -> Arrays.copyOf(bytes, Math.max(0, bytes.length - 1))));
    all.add(signature("signature a byte long", bytes -> Arrays.copyOf(bytes, bytes.length + 1)));
    all.add(signature("signature all zero", bytes -> new byte[bytes.length]));
    all.add(signature("signature all ones", bytes -> ones(bytes.length)));
    all.add(signature("signature with a zero before", Mutation::withZero));
    all.add(signature("signature empty", bytes -> new byte[0]));
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] copy = bytes.clone();
    if (copy.length > 0) {
      copy[copy.length / 2] ^= 1;
    }
    return copy;
  }

  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static byte[] withZero(byte[] bytes) {
    byte[] longer = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, longer, 1, bytes.length);
    return longer;
  }

  private static Mutation header(String name, String member, String value) {
    return new Mutation(name, draft -> draft.header.put(member, value));
  }

  private static Mutation payload(String name, String member, String value) {
    return new Mutation(name, draft -> draft.payload.put(member, value));
  }

  private static void claim(List<Mutation> all, String member, String name, long value) {
    all.add(payload(member + " " + name, member, Long.toString(value)));
  }

  private static Mutation text(String name, UnaryOperator<String> change) {
    return new Mutation(name, draft -> draft.headerText = then(draft.headerText, change));
  }

  private static Mutation bytes(String name, UnaryOperator<String> change) {
    return new Mutation(
        name,
        draft ->
            draft.payloadText =
                then(
                    draft.payloadText,
                    text -> change.apply(new String(text, UTF_8)).getBytes(UTF_8)));
  }

  private static <T> UnaryOperator<T> then(UnaryOperator<T> first, UnaryOperator<T> second) {
    return value -> second.apply(first.apply(value));
  }

  private static Mutation encoded(String name, UnaryOperator<String> change) {
    return new Mutation("segments " + name, draft -> draft.encoding = then(draft.encoding, change));
  }

  private static Mutation whole(String name, UnaryOperator<String> change) {
    return new Mutation(name, draft -> draft.token = then(draft.token, change));
  }

  private static Mutation signature(String name, UnaryOperator<byte[]> change) {
    return new Mutation(name, draft -> draft.signature = then(draft.signature, change));
  }

  @Override
  public String toString() {
    return name;
  }
}
