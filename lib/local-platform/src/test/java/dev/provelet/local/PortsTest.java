package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void free_ports_are_distinct() throws Exception {
    assertThat(Ports.choose(0, 5)).doesNotHaveDuplicates().hasSize(5).allMatch(port -> port > 0);
  }

  @Test
  void chosen_ports_can_be_bound_afterwards() throws Exception {
    List<Integer> ports = Ports.choose(0, 2);

    for (int port : ports) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(socket.isBound()).isTrue();
      }
    }
  }

  @Test
  void a_taken_port_is_named_with_the_way_out() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.choose(taken.getLocalPort(), 1))
          .isInstanceOf(LocalPlatformException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("--port");
    }
  }
}
