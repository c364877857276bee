package dev.provelet.contract.vocabulary;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names that a record's JSON has. */
public final class JsonNames {
  private JsonNames() {}

  /** All components of a type, of the types that they have and of its subtypes. */
  public static List<String> of(Class<?> type) {
    List<String> names = new ArrayList<>();
    Set<Class<?>> seen = new HashSet<>();
    Deque<Type> open = new ArrayDeque<>(List.of(type));
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case ParameterizedType generic -> open.addAll(List.of(generic.getActualTypeArguments()));
        case Class<?> c when seen.add(c) && c.getName().startsWith("dev.provelet") -> {
          if (c.isSealed()) {
            open.addAll(List.of(c.getPermittedSubclasses()));
          }
          if (c.isRecord()) {
            for (RecordComponent component : c.getRecordComponents()) {
              JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
              names.add(
                  c.getSimpleName() + "." + (named == null ? component.getName() : named.value()));
              open.add(component.getGenericType());
            }
          }
        }
        default -> {}
      }
    }
    return names;
  }
}
