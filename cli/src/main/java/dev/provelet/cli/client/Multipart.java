package dev.provelet.cli.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A multipart/form-data body (RFC 7578) that reads its files while it is sent. */
final class Multipart {
  private final String boundary = "provelet-" + UUID.randomUUID();
  private final List<BodyPublisher> parts = new ArrayList<>();

  Multipart file(String name, Path file) throws FileNotFoundException {
    header(name, "; filename=\"" + name + "\"", "application/octet-stream");
    parts.add(BodyPublishers.ofFile(file));
    parts.add(BodyPublishers.ofString("\r\n"));
    return this;
  }

  Multipart json(String name, String json) {
    header(name, "", "application/json");
    parts.add(BodyPublishers.ofString(json + "\r\n"));
    return this;
  }

  private void header(String name, String more, String type) {
    parts.add(
        BodyPublishers.ofString(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\nContent-Type: %s\r\n\r\n"
                .formatted(boundary, name, more, type)));
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  BodyPublisher body() {
    List<BodyPublisher> all = new ArrayList<>(parts);
    all.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
    return BodyPublishers.concat(all.toArray(BodyPublisher[]::new));
  }
}
