package io.portcullis.cli;

import io.portcullis.cli.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;

/** Sends a {@link Post}. */
@Command(mixinStandardHelpOptions = true)
final class PostCommand implements Callable<Integer> {
  private static final Pattern PARAMETER = Pattern.compile("\\{(?!project})([^}]+)}");

  private final Post post;
  private final List<PositionalParamSpec> parameters = new ArrayList<>();

  @Mixin final ApiOptions options;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Its fields, in YAML or JSON; - for standard input.")
  @Nullable Path file;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "FIELD=VALUE",
      description = "A field of it; a value that is JSON is taken as JSON. May be repeated.")
  Map<String, String> set = new LinkedHashMap<>();

  private PostCommand(Post post, ApiOptions options) {
    this.post = post;
    this.options = options;
  }

  static CommandLine of(Post post, ApiOptions options) {
    PostCommand command = new PostCommand(post, options);
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().usageMessage().description(post.description());
    for (String name : PARAMETER.matcher(post.path()).results().map(PostCommand::name).toList()) {
      PositionalParamSpec parameter =
          PositionalParamSpec.builder()
              .paramLabel(name.toUpperCase(Locale.ROOT))
              .index(Integer.toString(command.parameters.size()))
              .type(String.class)
              .required(true)
              .build();
      command.parameters.add(parameter);
      line.getCommandSpec().addPositional(parameter);
    }
    return line;
  }

  private static String name(MatchResult parameter) {
    return parameter.group(1);
  }

  @Override
  public Integer call() throws IOException {
    if (post.needsFields() && file == null && set.isEmpty()) {
      throw options.usage("give its fields with --set FIELD=VALUE, or in a file with -f");
    }
    List<String> ids = parameters.stream().map(parameter -> (String) parameter.getValue()).toList();
    String path = options.path(post.path(), ids);
    boolean isEmpty = file == null && set.isEmpty();
    String body = isEmpty ? null : ConfigCommands.merged(file, set).toString();
    Answer answer = options.api().send("POST", path, body);
    options.terminal().outcome(answer);
    return 0;
  }
}
