package io.portcullis.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that calls the API takes. */
final class ApiOptions {
  private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

  private final Map<String, String> environment;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      description = "${COMPLETION-CANDIDATES}; table on a terminal, else json.")
  Terminal.@Nullable Format output;

  @Option(
      names = {"-p", "--project"},
      paramLabel = "PROJECT",
      description = "ID of the project; PORTCULLIS_PROJECT where it is left out.")
  @Nullable String project;

  ApiOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  ApiClient api() {
    return ApiClient.of(environment);
  }

  Terminal terminal() {
    Terminal.Format format = output;
    if (format == null) {
      format = isTerminal() ? Terminal.Format.table : Terminal.Format.json;
    }
    return new Terminal(spec().commandLine().getOut(), spec().commandLine().getErr(), format);
  }

  /** The start script knows; Java 17 cannot ask about standard output alone. */
  private static boolean isTerminal() {
    return Boolean.getBoolean("portcullis.terminal");
  }

  String project() {
    String named = project == null ? environment.get("PORTCULLIS_PROJECT") : project;
    if (named == null) {
      throw usage("name the project with --project, or set PORTCULLIS_PROJECT");
    }
    return named;
  }

  /**
   * A path of the API document with its parameters filled in.
   *
   * @param ids for the parameters in turn; {@code {project}} is that of the options, unless it is
   *     the last one
   */
  String path(String template, List<String> ids) {
    Iterator<String> next = ids.iterator();
    StringBuilder path = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(template);
    while (parameter.find()) {
      boolean isOption =
          parameter.group().equals("{project}") && parameter.end() < template.length();
      String value = isOption ? project() : next.next();
      parameter.appendReplacement(path, Matcher.quoteReplacement(ApiClient.segment(value)));
    }
    return parameter.appendTail(path).toString();
  }

  ParameterException usage(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not part of a command");
    }
    return spec;
  }
}
