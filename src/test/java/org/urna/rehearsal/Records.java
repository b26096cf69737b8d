package org.urna.rehearsal;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Records of which a test changes some components and keeps the others.
public final class Records {
  private Records() {}

  /// `record` with the components of these names replaced.
  ///
  /// @throws IllegalArgumentException if the record refuses the values
  public static <T extends Record> T with(T record, Map<String, ?> changes) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    Map<String, Object> left = new HashMap<>(changes);
    try {
      for (int i = 0; i < components.length; i++) {
        String name = components[i].getName();
        components[i].getAccessor().setAccessible(true);
        values[i] =
            left.containsKey(name) ? left.remove(name) : components[i].getAccessor().invoke(record);
      }
      if (!left.isEmpty()) {
        throw new AssertionError(record.getClass() + " has no " + left.keySet());
      }
      Constructor<?> constructor =
          record
              .getClass()
              .getDeclaredConstructor(
                  Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      constructor.setAccessible(true);
      @SuppressWarnings("unchecked")
      T made = (T) constructor.newInstance(values);
      return made;
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(changes.toString(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /// `record` with one component replaced.
  public static <T extends Record> T with(T record, String component, Object value) {
    return with(record, Map.of(component, value));
  }
}
