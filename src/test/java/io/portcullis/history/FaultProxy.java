package io.portcullis.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a gateway and PostgreSQL and can hold bytes back in either direction, as a cut
 * cable does, or close connections. Bytes keep their order.
 */
final class FaultProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object gate = new Object();
  private boolean holdsUp;
  private boolean holdsDown;

  FaultProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Holds back what comes from the gateway, what comes from PostgreSQL, or both. */
  void hold(boolean up, boolean down) {
    synchronized (gate) {
      holdsUp = up;
      holdsDown = down;
      gate.notifyAll();
    }
  }

  void heal() {
    hold(false, false);
  }

  /** Closes every connection; new ones are taken at once. */
  void cut() {
    open.forEach(FaultProxy::closeQuietly);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(near);
        open.add(far);
        daemon(() -> pump(near, far, true));
        daemon(() -> pump(far, near, false));
      } catch (IOException failure) {
        // PostgreSQL is down, or the proxy is closing: the gateway sees a connection that fails
      }
    }
  }

  private void pump(Socket from, Socket to, boolean isUp) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitGate(isUp);
        out.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException failure) {
      // one side has gone; the other is closed below
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private void awaitGate(boolean isUp) throws InterruptedException {
    synchronized (gate) {
      while (isUp ? holdsUp : holdsDown) {
        gate.wait();
      }
    }
  }

  private void closeQuietly(Socket socket, Set<Socket> from) {
    from.remove(socket);
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      // closed is closed
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    heal();
    open.forEach(socket -> closeQuietly(socket, open));
  }
}
