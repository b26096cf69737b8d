package org.urna.flow;

/// Ends a subscription. May be called more than once.
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
