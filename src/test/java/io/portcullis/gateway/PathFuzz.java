package io.portcullis.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.portcullis.token.Credentials;
import java.net.URI;
import java.util.List;

/**
 * A path is ambiguous, or has a normal form that reads the same to everybody behind the gateway;
 * and no header value breaks the reading of credentials. Run by {@code bin/fuzz}.
 */
public final class PathFuzz {
  private PathFuzz() {}

  /** One round, with the path of a request. */
  public static void fuzzerTestOneInput(byte[] input) {
    String raw = new String(input, ISO_8859_1);
    Credentials.read(List.of(), List.of(raw));
    Credentials.readSubProtocols(new Credentials.None(), List.of(raw.split(", ", -1)));
    String path = TargetPath.normalise(raw);
    if (path == null) {
      return;
    }
    require(path.equals(TargetPath.normalise(path)), "is not its own normal form", path);
    require(path.equals(resolved(path)), "leads elsewhere", path);
    require(path.indexOf("//") < 0 && path.indexOf(';') < 0, "has an odd segment", path);
  }

  /** Where the JDK would go, whose rules are those of RFC 3986, section 5.2. */
  private static String resolved(String path) {
    return URI.create("http://host" + path).normalize().getRawPath();
  }

  private static void require(boolean holds, String what, String path) {
    if (!holds) {
      throw new AssertionError("a path that was taken " + what + ": " + path);
    }
  }
}
