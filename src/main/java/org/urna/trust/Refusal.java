package org.urna.trust;

/// Carries a [SecurityObjectDefect] from the depth of a check to the result; never leaves the
/// package.
final class Refusal extends Exception {
  private final SecurityObjectDefect defect;

  Refusal(SecurityObjectDefect defect) {
    super(defect.name());
    this.defect = defect;
  }

  Refusal(SecurityObjectDefect defect, Throwable cause) {
    super(defect.name(), cause);
    this.defect = defect;
  }

  SecurityObjectDefect defect() {
    return defect;
  }

  static void unless(boolean holds, SecurityObjectDefect defect) throws Refusal {
    if (!holds) {
      throw new Refusal(defect);
    }
  }
}
