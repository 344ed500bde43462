package io.portcullis.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * An OpenID provider on the loopback interface with a sign-in page that asks for no password. Its
 * keys are made when it starts, so nobody else has them.
 */
public final class DemoProvider implements AutoCloseable {
  private static final String ISSUER_ID = "demo";

  private final MockOAuth2Server server;
  private final Path signInPage;

  private DemoProvider(MockOAuth2Server server, Path signInPage) {
    this.server = server;
    this.signInPage = signInPage;
  }

  /** Starts it on {@code wanted}, or on any free port when that one is taken. Blocks. */
  public static DemoProvider start(int wanted) throws IOException {
    Path signInPage = Files.createTempFile("portcullis-sign-in-", ".html");
    try (InputStream page =
        Objects.requireNonNull(DemoProvider.class.getResourceAsStream("/demo/sign-in.html"))) {
      Files.copy(page, signInPage, StandardCopyOption.REPLACE_EXISTING);
    }
    MockOAuth2Server server =
        new MockOAuth2Server(
            new OAuth2Config(
                true,
                signInPage.toString(),
                null,
                false,
                new OAuth2TokenProvider(new KeyProvider(List.of(), "RS256")),
                Set.of(new DemoClaims(ISSUER_ID))));
    server.start(InetAddress.getLoopbackAddress(), freePort(wanted));
    return new DemoProvider(server, signInPage);
  }

  private static int freePort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      if (wanted == 0) {
        throw taken;
      }
      return freePort(0);
    }
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return "http://127.0.0.1:%d/%s".formatted(server.baseUrl().port(), ISSUER_ID);
  }

  public String discoveryUri() {
    return issuer() + "/.well-known/openid-configuration";
  }

  public String tokenEndpoint() {
    return issuer() + "/token";
  }

  /** A page that signs in by the authorization code flow and shows the tokens. */
  public String signInPage() {
    return issuer() + "/debugger";
  }

  @Override
  public void close() {
    server.shutdown();
    try {
      Files.deleteIfExists(signInPage);
    } catch (IOException failure) {
      signInPage.toFile().deleteOnExit();
    }
  }
}
