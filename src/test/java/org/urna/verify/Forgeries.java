package org.urna.verify;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.rehearsal.Records;

/// Changes every component of a record in turn, and of the records, lists and options in it: a
/// component that is added later is forged too, and one whose type nobody knows how to forge is an
/// error.
final class Forgeries {
  private Forgeries() {}

  /// A value with one thing changed.
  ///
  /// @param path of what was changed, for example `casts[0].words[3] +1`
  record Forgery<T>(String path, T value) {}

  /// @param elements which elements of a list to forge one by one, given the list's path
  static <T extends Record> List<Forgery<T>> of(
      T record, BiFunction<String, List<?>, List<Integer>> elements) {
    List<Forgery<T>> all = new ArrayList<>();
    for (Forgery<Object> forgery : new Walk(elements).record("", record)) {
      @SuppressWarnings("unchecked")
      T value = (T) forgery.value();
      all.add(new Forgery<>(forgery.path(), value));
    }
    return all;
  }

  private record Walk(BiFunction<String, List<?>, List<Integer>> elements) {

    List<Forgery<Object>> record(String path, Record record) {
      List<Forgery<Object>> all = new ArrayList<>();
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        String name = component.getName();
        for (Forgery<Object> forged :
            value(path.isEmpty() ? name : path + "." + name, component(record, component))) {
          all.add(new Forgery<>(forged.path(), Records.with(record, name, forged.value())));
        }
      }
      return all;
    }

    private static Object component(Record record, RecordComponent component) {
      try {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }

    private List<Forgery<Object>> value(String path, Object value) {
      return switch (value) {
        case BigInteger number -> List.of(forgery(path + " +1", number.add(BigInteger.ONE)));
        case Long number -> List.of(forgery(path + " +1", number + 1));
        case Integer number -> List.of(forgery(path + " +1", number + 1));
        case Boolean flag -> List.of(forgery(path + " turned", !flag));
        case Instant moment -> List.of(forgery(path + " +1 s", moment.plusSeconds(1)));
        case Address address ->
            List.of(forgery(path + " flipped", new Address(flipped(address.value(), 19))));
        case Bytes bytes ->
            List.of(
                forgery(path + " first byte flipped", flipped(bytes, 0)),
                forgery(path + " last byte flipped", flipped(bytes, bytes.size() - 1)),
                forgery(
                    path + " shortened",
                    Bytes.of(Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1))));
        case Optional<?> optional -> option(path, optional);
        case List<?> list -> list(path, list);
        case Record record -> record(path, record);
        default -> throw new AssertionError("nobody knows how to forge " + path + ": " + value);
      };
    }

    private List<Forgery<Object>> option(String path, Optional<?> optional) {
      List<Forgery<Object>> all = new ArrayList<>();
      if (optional.isPresent()) {
        all.add(forgery(path + " removed", Optional.empty()));
        for (Forgery<Object> inner : value(path, optional.get())) {
          all.add(forgery(inner.path(), Optional.of(inner.value())));
        }
      }
      return all;
    }

    private List<Forgery<Object>> list(String path, List<?> list) {
      List<Forgery<Object>> all = new ArrayList<>();
      if (list.isEmpty()) {
        return List.of(forgery(path + " invented", List.of(BigInteger.TEN)));
      }
      List<Object> longer = new ArrayList<>(list);
      longer.add(list.getLast());
      all.add(forgery(path + " last twice", longer));
      for (int i : elements.apply(path, list)) {
        List<Object> shorter = new ArrayList<>(list);
        shorter.remove(i);
        all.add(forgery(path + " without " + i, shorter));
        for (Forgery<Object> inner : value(path + "[" + i + "]", list.get(i))) {
          List<Object> changed = new ArrayList<>(list);
          changed.set(i, inner.value());
          all.add(forgery(inner.path(), changed));
        }
      }
      if (list.size() > 1 && !list.get(0).equals(list.get(1))) {
        List<Object> swapped = new ArrayList<>(list);
        swapped.set(0, list.get(1));
        swapped.set(1, list.get(0));
        all.add(forgery(path + " swapped", swapped));
      }
      return all;
    }

    private static Forgery<Object> forgery(String path, Object value) {
      return new Forgery<>(path, value);
    }

    private static Bytes flipped(Bytes bytes, int at) {
      byte[] changed = bytes.toByteArray();
      changed[at] ^= 1;
      return Bytes.of(changed);
    }
  }
}
