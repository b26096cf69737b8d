package org.urna.practice.specimen;

import java.time.LocalDate;

/// The specimen library, made once for all tests of a run.
public final class Specimens {

  public static final LocalDate POLLING_DAY = LocalDate.of(2026, 11, 29);
  public static final SpecimenLibrary LIBRARY = SpecimenLibrary.forPollingDay(POLLING_DAY);

  private Specimens() {}
}
