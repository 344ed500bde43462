package io.portcullis.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends bytes as they are, which no HTTP client would. */
public final class RawHttp {
  private static final int PATIENCE_MILLIS = 10_000;

  private RawHttp() {}

  /**
   * Sends {@code request} with every {@code \n} as CRLF and reads until the other side closes or a
   * whole answer with a length is there.
   */
  public static String exchange(URI address, String request) throws IOException {
    return exchangeBytes(
        address, request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public static String exchangeBytes(URI address, byte[] request) throws IOException {
    try (Socket socket = connect(address)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    }
  }

  /** A connection to a server on the loopback interface. */
  public static Socket connect(URI address) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), address.getPort());
  }

  private static String read(InputStream input) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
        answer.write(buffer, 0, n);
        if (isWhole(answer.toString(StandardCharsets.ISO_8859_1))) {
          break;
        }
      }
    } catch (SocketTimeoutException failure) {
      throw new IOException("no whole answer, but: " + answer, failure);
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static boolean isWhole(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    int length = answer.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (end < 0 || length < 0 || length > end || answer.startsWith("HTTP/1.1 100")) {
      return false;
    }
    int lineEnd = answer.indexOf("\r\n", length);
    int bytes = Integer.parseInt(answer.substring(length + 16, lineEnd).strip());
    return answer.length() >= end + 4 + bytes;
  }

  /** The status code of an answer. */
  public static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }
}
