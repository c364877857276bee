package dev.provelet.objectstore.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/** A TCP port that forwards to another one until it is cut off. */
public final class TcpProxy implements AutoCloseable {
  private final int target;
  private final int port;
  private final Set<Socket> sockets = new HashSet<>();
  private Listener listener;

  /** A listening socket, and what accepts from it. */
  private record Listener(ServerSocket socket, Thread acceptor) {}

  /**
   * @param target a port of this machine
   */
  public TcpProxy(int target) {
    this.target = target;
    this.listener = listen(0);
    this.port = listener.socket().getLocalPort();
  }

  public int port() {
    return port;
  }

  /** Breaks all connections and takes no more. */
  public void cutOff() {
    try {
      listener.socket().close();
      // Until its thread has left it, a closed socket still accepts, and still has the port.
      listener.acceptor().join();
      breakConnections();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private synchronized void breakConnections() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** Takes connections again, on the same port. */
  public void reconnect() {
    listener = listen(port);
  }

  @Override
  public void close() {
    cutOff();
  }

  private Listener listen(int atPort) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), atPort));
      return new Listener(socket, Thread.ofVirtual().start(() -> accept(socket)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        admit(client, new Socket(InetAddress.getLoopbackAddress(), target));
      } catch (IOException _) {
        // Closed.
      }
    }
  }

  private synchronized void admit(Socket client, Socket behind) {
    sockets.add(client);
    sockets.add(behind);
    var _ = Thread.ofVirtual().start(() -> pump(client, behind));
    var _ = Thread.ofVirtual().start(() -> pump(behind, client));
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException _) {
      // One side has gone; so does the other.
    }
  }
}
