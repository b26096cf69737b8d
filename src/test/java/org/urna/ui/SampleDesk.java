package org.urna.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A practice desk that remembers what was laid down.
final class SampleDesk implements PracticeDesk {
  final List<String> laid = new ArrayList<>();
  private final Set<String> on = new HashSet<>();

  @Override
  public List<Item> specimens() {
    return List.of(
        item("anna", "Анна, 34 года", "Anna, 34"),
        item("young", "Пётр, 17 лет", "Pyotr, 17"),
        item("clone", "Копия чипа", "A cloned chip"));
  }

  private static Item item(String id, String russian, String english) {
    return new Item(id, SampleElection.text(russian, english), Optional.empty());
  }

  @Override
  public void lay(String id) {
    laid.add(id);
  }

  @Override
  public void lift() {
    laid.add("-");
  }

  @Override
  public void scan() {
    laid.add("scan");
  }

  @Override
  public List<Item> mishaps() {
    return List.of(item("unplugged", "Считыватель отключён", "Reader unplugged"));
  }

  @Override
  public boolean isOn(String id) {
    return on.contains(id);
  }

  @Override
  public void rehearse(String id) {
    boolean ended = on.remove(id);
    if (!ended) {
      on.add(id);
    }
  }
}
