package org.urna.queue;

/// The ballot box, or a medium that batches are written to, cannot be used.
public final class QueueException extends Exception {
  private static final long serialVersionUID = 1;

  private final Effect effect;
  private final BoxFault fault;

  public QueueException(Effect effect, String message) {
    super(message);
    this.effect = effect;
    this.fault = BoxFault.DAMAGED;
  }

  public QueueException(Effect effect, String message, Throwable cause) {
    super(message, cause);
    this.effect = effect;
    this.fault = BoxFault.DAMAGED;
  }

  /// Nothing was kept, because this is not the box that it should be.
  public QueueException(BoxFault fault, String message) {
    super(message);
    this.effect = Effect.NOTHING_KEPT;
    this.fault = fault;
  }

  /// Nothing was kept, because this is not the box that it should be.
  public QueueException(BoxFault fault, String message, Throwable cause) {
    super(message, cause);
    this.effect = Effect.NOTHING_KEPT;
    this.fault = fault;
  }

  /// What is known about the change that was asked for.
  public Effect effect() {
    return effect;
  }

  /// What is wrong with the box.
  public BoxFault fault() {
    return fault;
  }

  public enum Effect {
    /// Nothing changed, and it is certain.
    NOTHING_KEPT,
    /// The disk did not answer: the change may be there. Nobody may be told either way until the
    /// box has been opened again.
    UNKNOWN
  }
}
