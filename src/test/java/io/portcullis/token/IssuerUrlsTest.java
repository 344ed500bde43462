package io.portcullis.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.Networks;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerUrlsTest {
  private final IssuerUrls strict = new IssuerUrls(Networks.NONE);
  private final IssuerUrls lenient = new IssuerUrls(Networks.parse("10.1.0.0/16,127.0.0.0/8,::1"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.googleapis.com/oauth2/v3/certs",
        "https://issuer.example:8443/keys?v=1",
        "HTTPS://Issuer.Example/keys",
        "https://8.8.8.8/keys",
        "https://[2606:4700:4700::1111]/keys",
        "https://keycloak/realms/shop"
      })
  void publicHttpsIsFine(String url) {
    assertThat(strict.problemWith(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://172.31.255.255/",
        "https://192.168.1.1/",
        "https://169.254.169.254/",
        "https://100.64.0.1/",
        "https://100.100.100.200/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://198.18.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[fc00::1]/",
        "https://[fd00:ec2::254]/",
        "https://[ff02::1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[64:ff9b:1::a00:1]/",
        "https://[2002:a00:1::]/",
        "https://[2001::1]/",
        "https://[::127.0.0.1]/",
        "https://localhost/",
        "https://a.localhost/"
      })
  void addressesThatAreNotPublicAreRefusedWithTheWayOut(String url) {
    assertThat(strict.problemWith(url))
        .hasValueSatisfying(problem -> assertThat(problem).contains("PORTCULLIS_ALLOWED_NETWORKS"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "keys",
        "/keys",
        "https:",
        "https:///keys",
        "ftp://issuer.example/",
        "file:///etc/passwd",
        "https://user@issuer.example/",
        "https://issuer.example/#keys",
        "https://issuer.example:0/",
        "https://issuer.example:70000/",
        "https://2130706433/",
        "https://127.1/",
        "https://0x7f.1/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://1.2.3.256/",
        "https://a_b.example/",
        "https://-a.example/",
        "https://issuer.example./",
        "https://issuer..example/",
        "https://[::ffff:8.8.8.8]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://issuer.example\\@10.0.0.1/",
        "https://issuer.example /",
        "https://\u0131ssuer.example/",
        "https://[::1/",
        "https://example.com:443:80/"
      })
  void whatReadersMayTakeForAnotherUrlIsRefused(String url) {
    assertThat(strict.problemWith(url)).isPresent();
    assertThat(lenient.problemWith(url)).isPresent();
  }

  @Test
  void plainHttpNeedsAnAllowedNetwork() {
    assertThat(strict.problemWith("http://issuer.example/")).isPresent();
    assertThat(lenient.problemWith("http://issuer.example/")).isEmpty();
    assertThat(lenient.problemWith("http://10.1.2.3/")).isEmpty();
    assertThat(lenient.problemWith("http://8.8.8.8/")).isPresent();
    assertThat(lenient.problemWith("http://10.2.0.1/")).isPresent();
    assertThat(lenient.problemWith("http://localhost:8080/")).isEmpty();
    assertThat(lenient.problemWith("http://[::1]:8080/")).isEmpty();
  }

  @Test
  void aConnectionIsJudgedByItsAddress() throws UnknownHostException {
    InetAddress allowed = InetAddress.getByName("10.1.2.3");
    InetAddress internal = InetAddress.getByName("10.2.0.1");
    InetAddress open = InetAddress.getByName("8.8.8.8");

    assertThat(lenient.permits(false, allowed)).isTrue();
    assertThat(lenient.permits(true, internal)).isFalse();
    assertThat(lenient.permits(true, open)).isTrue();
    assertThat(lenient.permits(false, open)).isFalse();
  }
}
