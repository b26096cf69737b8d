package org.urna.trust;

/// Carries a [SecurityObjectDefect] from the depth of a check to the result; never leaves `trust`
/// and `trust.lists`.
public final class Refusal extends Exception {
  private final SecurityObjectDefect defect;

  /// Refuses for `defect`.
  public Refusal(SecurityObjectDefect defect) {
    super(defect.name());
    this.defect = defect;
  }

  /// Refuses for `defect`, which `cause` told.
  public Refusal(SecurityObjectDefect defect, Throwable cause) {
    super(defect.name(), cause);
    this.defect = defect;
  }

  /// What was wrong.
  public SecurityObjectDefect defect() {
    return defect;
  }

  /// @throws Refusal for `defect` unless `holds`
  public static void unless(boolean holds, SecurityObjectDefect defect) throws Refusal {
    if (!holds) {
      throw new Refusal(defect);
    }
  }
}
