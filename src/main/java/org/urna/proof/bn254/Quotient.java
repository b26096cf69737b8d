package org.urna.proof.bn254;

/// The quotient of a Groth16 proof, on a domain of 2^k elements: from the rows of A·w and B·w to
/// the values of (A·w)(B·w) − C·w on the odd coset, where the vanishing polynomial is constant.
///
/// The rows are values of polynomials at wⁱ, w a primitive n-th root of unity; the results are
/// values at g·wⁱ, g² = w. On the domain C·w is the product of the other two. Holds tables of
/// roots; safe for several threads, each with a computation of its own.
public sealed interface Quotient permits LaneQuotient, ScalarQuotient {
  /// The rows of A·w and B·w. Called by several threads.
  @FunctionalInterface
  interface Rows {
    /// Writes some rows.
    ///
    /// @param rows which, in any order
    /// @param count how many of them
    /// @param a receives A·w of `rows[i]` at 4i, in Montgomery form with 2²⁵⁶
    /// @param b receives B·w alike
    void evaluate(int[] rows, int count, long[] a, long[] b);
  }

  /// Hears how far the computation is, on the caller's thread.
  @FunctionalInterface
  interface Progress {
    /// Called after each task of the caller's own.
    ///
    /// @param fraction from 0 to 1, never falling
    void done(double fraction);
  }

  /// Prepares a domain, with the arithmetic that suits its size and the processor.
  ///
  /// @param log the domain has 2^`log` elements, 1 to 27 (the coset needs one more bit than the
  ///   domain)
  static Quotient onDomain(int log) {
    return onDomain(log, Kernel.forSize(log < 31 ? 1 << Math.max(log, 0) : 0));
  }

  /// Prepares a domain for one arithmetic. Domains too small for lanes get the scalar one.
  static Quotient onDomain(int log, Kernel kernel) {
    Ntt.requireDomain(log);
    return kernel == Kernel.VECTOR && log >= LaneQuotient.LEAST_LOG
        ? new LaneQuotient(log)
        : new ScalarQuotient(log);
  }

  /// How many elements the domain has.
  int size();

  /// Computes the quotient's values.
  ///
  /// What it derives from the rows is overwritten before it returns or throws, except `h`.
  ///
  /// @param h receives the value at g·wⁱ at 4i, four limbs in normal form
  /// @throws InterruptedException if this thread was interrupted; `h` then holds anything
  void compute(Rows rows, long[] h, Workers workers, Progress progress) throws InterruptedException;
}
