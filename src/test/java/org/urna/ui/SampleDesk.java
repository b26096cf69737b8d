package org.urna.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A practice desk that remembers what was laid down.
final class SampleDesk implements PracticeDesk {
  final List<String> laid = new ArrayList<>();
  private final Set<String> on = new HashSet<>();

  @Override
  public List<Item> specimens() {
    return List.of(
        new Item("anna", SampleElection.text("Анна, 34 года", "Anna, 34")),
        new Item("young", SampleElection.text("Пётр, 17 лет", "Pyotr, 17")),
        new Item("clone", SampleElection.text("Копия чипа", "A cloned chip")));
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
  public List<Item> mishaps() {
    return List.of(
        new Item("unplugged", SampleElection.text("Считыватель отключён", "Reader unplugged")));
  }

  @Override
  public boolean rehearse(String id) {
    return on.add(id) || !on.remove(id);
  }
}
