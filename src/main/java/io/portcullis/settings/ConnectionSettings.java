package io.portcullis.settings;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What callers may hold open, and how slow they may be.
 *
 * @param maxConnections at each listening port
 * @param maxConnectionsPerAddress of one IPv4 address or IPv6 /64; 0 for any number
 * @param headTimeout how long the head of a request may take from its first byte, or from the
 *     opening of the connection
 * @param minBodyRate bytes a second below which a body is given up; 0 for any rate
 * @param maxBody bytes that the body of a request may have; 0 for any number
 * @param maxExchanges requests under way in a process, streams and WebSockets among them
 * @param maxForgedTokens of one address in a minute, that are looked into; 0 for any number
 * @param trustedProxies not counted by address, because many callers come from there
 */
public record ConnectionSettings(
    int maxConnections,
    int maxConnectionsPerAddress,
    Duration headTimeout,
    int minBodyRate,
    long maxBody,
    int maxExchanges,
    int maxForgedTokens,
    Networks trustedProxies) {

  /** What an exchange whose sides are both slow may keep in memory. */
  private static final long BYTES_OF_EXCHANGE = 64 * 1024;

  private static final int MOST = 1_000_000;
  private static final int USUAL_CONNECTIONS = 10_000;
  private static final long DEFAULT_BODY = 1L << 30;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");

  static ConnectionSettings read(Environment env, Networks trustedProxies) {
    return new ConnectionSettings(
        env.integer("PORTCULLIS_MAX_CONNECTIONS", connectionsByDefault(), 1, MOST),
        env.integer("PORTCULLIS_MAX_CONNECTIONS_PER_ADDRESS", 1000, 0, MOST),
        env.duration(
            "PORTCULLIS_HEAD_TIMEOUT",
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10)),
        env.integer("PORTCULLIS_MIN_BODY_RATE", 100, 0, MOST),
        env.parsed("PORTCULLIS_MAX_BODY", DEFAULT_BODY, ConnectionSettings::size),
        env.integer("PORTCULLIS_MAX_EXCHANGES", exchangesByDefault(), 1, MOST),
        env.integer("PORTCULLIS_MAX_FORGED_TOKENS", 600, 0, MOST),
        trustedProxies);
  }

  /** Each may need a second one to a backend; the rest is for files and PostgreSQL. */
  private static int connectionsByDefault() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return (int) Math.max(1, Math.min(USUAL_CONNECTIONS, (files - 100) / 2));
  }

  private static int exchangesByDefault() {
    return (int) Math.min(MOST, Runtime.getRuntime().maxMemory() / BYTES_OF_EXCHANGE);
  }

  private static long size(String text) {
    if (text.equals("0")) {
      return 0;
    }
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be 0 or a size such as 512KiB, 100MiB or 2GiB");
    }
    return Long.parseLong(matcher.group(1))
        << switch (matcher.group(2)) {
          case "B" -> 0;
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
  }

  /** Whether there is a limit for its address. Any thread. */
  public boolean isCountedByAddress(InetAddress peer) {
    return maxConnectionsPerAddress > 0 && !trustedProxies.contains(peer);
  }
}
