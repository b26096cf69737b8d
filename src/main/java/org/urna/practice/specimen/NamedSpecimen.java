package org.urna.practice.specimen;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A specimen of the library: a stable name, what it is, and the passport, which is made when it is
/// first asked for.
///
/// Thread-safe.
public final class NamedSpecimen {

  private final String id;
  private final String description;
  private final Supplier<SpecimenPassport> maker;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable SpecimenPassport made;

  NamedSpecimen(String id, String description, Supplier<SpecimenPassport> maker) {
    this.id = id;
    this.description = description;
    this.maker = maker;
  }

  /// Small letters, digits and hyphens.
  public String id() {
    return id;
  }

  /// One line, in English.
  public String description() {
    return description;
  }

  /// The passport, the same each time; the first time may take half a second.
  public SpecimenPassport passport() {
    lock.lock();
    try {
      SpecimenPassport passport = made;
      if (passport == null) {
        passport = maker.get();
        made = passport;
      }
      return passport;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
