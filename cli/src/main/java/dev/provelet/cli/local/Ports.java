package dev.provelet.cli.local;

import dev.provelet.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Chooses the loopback ports of a platform and makes sure that nobody has them. */
final class Ports {
  private Ports() {}

  static List<Integer> choose(int first, int count) throws Failure {
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        // All are held until all are chosen, so that no free port is chosen twice.
        ServerSocket socket = bind(first == 0 ? 0 : first + i);
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) {
        close(socket);
      }
    }
  }

  private static ServerSocket bind(int port) throws Failure {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      throw new Failure(
          "port "
              + port
              + " is taken by another program; --port names another first port, 0 any free ones",
          e);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a listening socket did not close", e);
    }
  }
}
