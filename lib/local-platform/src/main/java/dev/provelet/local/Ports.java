package dev.provelet.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Chooses loopback ports that no program uses. */
final class Ports {
  private Ports() {}

  static List<Integer> choose(int first, int count) throws LocalPlatformException {
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

  private static ServerSocket bind(int port) throws LocalPlatformException {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      throw new LocalPlatformException(
          "port "
              + port
              + " is used by another program; choose another with --port, or any free ports with"
              + " --port 0",
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
