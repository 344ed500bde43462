package io.portcullis.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import io.portcullis.settings.DatabaseUrl;
import io.portcullis.testing.AdminClient;
import io.portcullis.testing.OpenIdProvider;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import io.portcullis.testing.RecordingBackend;
import io.portcullis.testing.Sample;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the page for backends. The one in Java runs against a gateway. */
@ExtendWith(PostgresExtension.class)
class BackendsPageTest {
  private static final Path PAGE = Path.of("docs/backends.md");

  @TempDir private Path directory;

  private static String sample(String language) throws IOException {
    Matcher block =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).as("a sample in " + language).isTrue();
    return block.group(1);
  }

  @Test
  void theJavaSampleBelievesTheGatewayAndNobodyElse(DatabaseUrl database) throws Exception {
    Path source = directory.resolve("PortcullisAssertion.java");
    Files.writeString(source, sample("java"));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", directory.toString(), source.toString()))
        .isZero();
    try (URLClassLoader classes =
            new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
        OpenIdProvider provider = OpenIdProvider.start();
        RecordingBackend backend = RecordingBackend.start();
        Portcullis portcullis = Portcullis.start(database)) {
      new Sample(portcullis.admin())
          .project("shop")
          .issuer("accounts", provider.asItem())
          .client("web", "accounts")
          .backend("orders", backend.asItem())
          .grant("all", "allAuthenticatedUsers")
          .route("all", "*", "/", "orders", "required");
      new AdminClient(portcullis.gateway(), provider.token("web", "alice@example.com")).get("/");
      String assertion = backend.last().all("X-Portcullis-Assertion").get(0);
      Class<?> type = classes.loadClass("PortcullisAssertion");
      String gateway = portcullis.gateway().toString();

      JWTClaimsSet claims = verify(type, gateway, "urn:portcullis", "shop/orders", assertion);
      assertThat(claims.getSubject()).isEqualTo("sub-of-alice@example.com");
      assertThat(claims.getStringClaim("token_iss")).isEqualTo(provider.issuer());

      String forged = assertion.substring(0, assertion.lastIndexOf('.') + 1) + "A".repeat(86);
      assertThatThrownBy(() -> verify(type, gateway, "urn:portcullis", "shop/orders", forged))
          .isInstanceOf(InvocationTargetException.class);
      assertThatThrownBy(() -> verify(type, gateway, "urn:portcullis", "shop/other", assertion))
          .isInstanceOf(InvocationTargetException.class);
      assertThatThrownBy(() -> verify(type, gateway, "https://else", "shop/orders", assertion))
          .isInstanceOf(InvocationTargetException.class);
      assertThatThrownBy(
              () ->
                  verify(
                      type,
                      gateway,
                      "urn:portcullis",
                      "shop/orders",
                      provider.token("web", "alice@example.com")))
          .isInstanceOf(InvocationTargetException.class);
    }
  }

  private static JWTClaimsSet verify(
      Class<?> type, String gateway, String issuer, String audience, String assertion)
      throws ReflectiveOperationException {
    Object verifier =
        type.getConstructor(String.class, String.class, String.class)
            .newInstance(gateway, issuer, audience);
    return (JWTClaimsSet) type.getMethod("verify", String.class).invoke(verifier, assertion);
  }

  @Test
  void theNodeSampleIsJavaScript() throws Exception {
    Path source = directory.resolve("sample.mjs");
    Files.writeString(source, sample("js"));
    assertThat(run("node", "--check", source.toString())).isZero();
  }

  @Test
  void thePythonSampleIsPython() throws Exception {
    Path source = directory.resolve("sample.py");
    Files.writeString(source, sample("python"));
    assertThat(
            run(
                "python3",
                "-c",
                "import ast, sys; ast.parse(open(sys.argv[1]).read())",
                source.toString()))
        .isZero();
  }

  private static int run(String... command) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).inheritIO().start();
    } catch (IOException missing) {
      assumeTrue(false, command[0] + " is not installed");
      throw new IllegalStateException(missing);
    }
    return process.waitFor();
  }
}
