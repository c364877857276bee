package dev.provelet.contract.function;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import org.jspecify.annotations.Nullable;

/**
 * Has Jackson refuse a record's component that is absent or null unless it is {@link Nullable}, so
 * that what the types promise holds for what comes from outside.
 */
final class RequiredComponents extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    return isRequired(member) ? Boolean.TRUE : null;
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    return isRequired(annotated)
        ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
        : JsonSetter.Value.empty();
  }

  private static boolean isRequired(Annotated annotated) {
    if (!(annotated instanceof AnnotatedParameter parameter)
        || !(parameter.getOwner().getAnnotated() instanceof Executable creator)
        || !creator.getDeclaringClass().isRecord()) {
      return false;
    }
    AnnotatedElement type = creator.getAnnotatedParameterTypes()[parameter.getIndex()];
    return !type.isAnnotationPresent(Nullable.class);
  }
}
