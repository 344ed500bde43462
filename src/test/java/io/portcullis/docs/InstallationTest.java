package io.portcullis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.settings.DatabaseUrl;
import io.portcullis.settings.Settings;
import io.portcullis.testing.Portcullis;
import io.portcullis.testing.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dockerfile, Compose file and manifests use what there is: settings, paths, ports, labels. */
@ExtendWith(PostgresExtension.class)
class InstallationTest {
  private static final Path COMPOSE = Path.of("docker-compose.yml");
  private static final Path DOCKERFILE = Path.of("Dockerfile");
  private static final Set<String> PROBES =
      Set.of("startupProbe", "readinessProbe", "livenessProbe");

  private static List<Object> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
      List<Path> yaml = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      List<Object> all = new ArrayList<>();
      for (Path file : yaml) {
        all.addAll(Yaml.read(file));
      }
      return all;
    }
  }

  private static List<Object> ofKind(String kind) throws IOException {
    return manifests().stream().filter(item -> kind.equals(Yaml.at(item, "kind"))).toList();
  }

  private static List<Object> workloads() throws IOException {
    return Stream.concat(ofKind("Deployment").stream(), ofKind("Job").stream()).toList();
  }

  private static Map<?, ?> container(Object workload) {
    return Yaml.map(Yaml.list(Yaml.at(workload, "spec", "template", "spec", "containers")).get(0));
  }

  private static Set<String> found(Path file, String pattern) throws IOException {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theComposeFileSetsOnlyWhatIsASetting() throws IOException {
    Map<?, ?> services = Yaml.map(Yaml.at(Yaml.read(COMPOSE).get(0), "services"));

    assertThat(services.keySet().stream().map(String.class::cast))
        .contains("postgres", "migrate", "admin", "gateway-1", "gateway-2");
    services.forEach(
        (name, service) -> {
          if (!name.equals("postgres")) {
            assertThat(
                    Yaml.map(Yaml.at(service, "environment")).keySet().stream()
                        .map(String.class::cast))
                .as("%s", name)
                .contains("DATABASE_URL")
                .isSubsetOf(Settings.keys());
          }
        });
  }

  @Test
  void theExampleOfTheEnvironmentHasWhatTheComposeFileAsksFor() throws IOException {
    assertThat(found(Path.of(".env.example"), "^([A-Z_]+)=$"))
        .isEqualTo(found(COMPOSE, "\\$\\{([A-Z_]+):\\?"));
  }

  @Test
  void theManifestsSetOnlyWhatIsASetting() throws IOException {
    for (Object workload : workloads()) {
      assertThat(
              Yaml.list(container(workload).get("env")).stream()
                  .map(env -> (String) Yaml.at(env, "name")))
          .as("%s", Yaml.at(workload, "metadata", "name"))
          .contains("DATABASE_URL_FILE")
          .isSubsetOf(Settings.keys());
    }
  }

  @Test
  void theImageSetsOnlyWhatIsASettingAndCopiesWhatThereIs() throws IOException {
    assertThat(found(DOCKERFILE, "(PORTCULLIS_[A-Z_]+)=")).isNotEmpty().isSubsetOf(Settings.keys());
    for (String sources : found(DOCKERFILE, "^COPY (?!--from)(?:--chmod=\\S+ )?(.+) \\S+$")) {
      assertThat(Stream.of(sources.split(" ")).map(Path::of))
          .allSatisfy(source -> assertThat(source).exists());
    }
  }

  @Test
  void everyProbeAsksForAPathThatAnswers(DatabaseUrl database) throws IOException {
    Set<String> paths = new TreeSet<>();
    for (Object deployment : ofKind("Deployment")) {
      for (String probe : PROBES) {
        paths.add((String) Yaml.at(container(deployment), probe, "httpGet", "path"));
        assertThat(Yaml.at(container(deployment), probe, "httpGet", "port")).isEqualTo("admin");
      }
    }
    paths.addAll(found(COMPOSE, "healthcheck\", \"(/[a-z]+)\""));
    paths.addAll(found(DOCKERFILE, "healthcheck\", \"(/[a-z]+)\""));
    for (Object monitor : ofKind("PodMonitor")) {
      Yaml.everyValueOf("path", monitor).forEach(path -> paths.add((String) path));
    }

    assertThat(paths).containsExactlyInAnyOrder("/livez", "/readyz", "/metrics");
    try (Portcullis portcullis = Portcullis.start(database)) {
      for (String path : paths) {
        assertThat(portcullis.admin().get(path).statusCode()).as(path).isEqualTo(200);
      }
    }
  }

  @Test
  void theHealthcheckOfTheImageTellsTheStatus(DatabaseUrl database) throws Exception {
    try (Portcullis portcullis = Portcullis.start(database)) {
      assertThat(healthcheck(portcullis, "/livez")).isZero();
      assertThat(healthcheck(portcullis, "/readyz")).isZero();
      assertThat(healthcheck(portcullis, "/nowhere")).isNotZero();
    }
  }

  private static int healthcheck(Portcullis portcullis, String path) throws Exception {
    ProcessBuilder process = new ProcessBuilder("bin/lib/healthcheck", path);
    process
        .environment()
        .put("PORTCULLIS_ADMIN_PORT", Integer.toString(portcullis.server().adminPort()));
    return process.start().waitFor();
  }

  @Test
  void portsAreThoseOfTheSettingsAndHaveTheNamesThatAreUsed() throws IOException {
    Settings settings = Settings.read(Map.of(), null, Settings.Defaults.SERVE);
    Map<String, Integer> ports =
        Map.of("http", settings.gateway().port(), "admin", settings.admin().port());

    for (Object deployment : ofKind("Deployment")) {
      for (Object port : Yaml.list(container(deployment).get("ports"))) {
        assertThat(Yaml.at(port, "containerPort"))
            .isEqualTo(ports.get((String) Yaml.at(port, "name")));
      }
    }
    for (Object service : ofKind("Service")) {
      assertThat(Yaml.everyValueOf("targetPort", service)).isNotEmpty().isSubsetOf(ports.keySet());
    }
    assertThat(found(DOCKERFILE, "^EXPOSE (.+)$"))
        .containsExactly(settings.gateway().port() + " " + settings.admin().port());
  }

  @Test
  void everySelectorFindsThePodsOfADeployment() throws IOException {
    List<Object> labels =
        ofKind("Deployment").stream()
            .map(deployment -> Yaml.at(deployment, "spec", "template", "metadata", "labels"))
            .toList();
    assertThat(ofKind("Deployment"))
        .allSatisfy(
            deployment ->
                assertThat(labels)
                    .contains(Yaml.at(deployment, "spec", "selector", "matchLabels")));
    assertThat(ofKind("Service"))
        .allSatisfy(service -> assertThat(labels).contains(Yaml.at(service, "spec", "selector")));
    assertThat(ofKind("PodDisruptionBudget"))
        .allSatisfy(
            budget ->
                assertThat(labels).contains(Yaml.at(budget, "spec", "selector", "matchLabels")));
  }

  @Test
  void everyWorkloadRunsWithoutRightsAndWithAReadOnlyRoot() throws IOException {
    assertThat(workloads()).hasSize(3);
    for (Object workload : workloads()) {
      Object pod = Yaml.at(workload, "spec", "template", "spec");
      assertThat(Yaml.at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
      assertThat(Yaml.at(pod, "automountServiceAccountToken")).isEqualTo(false);
      Object security = container(workload).get("securityContext");
      assertThat(Yaml.at(security, "readOnlyRootFilesystem")).isEqualTo(true);
      assertThat(Yaml.at(security, "allowPrivilegeEscalation")).isEqualTo(false);
      assertThat(Yaml.at(security, "capabilities", "drop")).isEqualTo(List.of("ALL"));
    }
  }

  @Test
  void noServiceOfTheNamespacePutsItsAddressInPlaceOfASetting() throws IOException {
    for (Object workload : workloads()) {
      assertThat(Yaml.at(workload, "spec", "template", "spec", "enableServiceLinks"))
          .as("%s", Yaml.at(workload, "metadata", "name"))
          .isEqualTo(false);
    }
  }

  @Test
  void theKustomizationNamesFilesThatExist() throws IOException {
    List<?> resources =
        Yaml.list(Yaml.at(Yaml.read(Path.of("k8s/kustomization.yaml")).get(0), "resources"));

    assertThat(resources).isNotEmpty();
    assertThat(resources)
        .allSatisfy(name -> assertThat(Path.of("k8s", (String) name)).isRegularFile());
  }
}
