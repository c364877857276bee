package dev.provelet.files.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictPathsTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a/", "/a/b.c_d-e", "/c/AA_-.BB/x/..y", "/a/b/..."})
  void plain_paths_pass(String path) {
    assertThat(StrictPaths.isPlain(path)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "", "a", "//", "//a", "/a//b", "/a/b/", "/.", "/a/./b", "/a/..", "/a/../b", "/%2e",
        "/a%2fb", "/a\\b", "/a;b", "/a b", "/a\n", "/ä"
      })
  void paths_that_could_be_read_in_two_ways_do_not(String path) {
    assertThat(StrictPaths.isPlain(path)).isFalse();
  }

  @Test
  void a_long_path_is_checked_without_recursion() {
    assertThat(StrictPaths.isPlain("/" + "a/".repeat(2_000) + "b")).isTrue();
    assertThat(StrictPaths.isPlain("/" + "a".repeat(4_000) + "%")).isFalse();
  }
}
