package org.urna.flow;

/// What a kiosk sounds like. Practice has other sounds; whoever plays them knows which it is.
public enum Sound {
  CAST,
  TAKE_PASSPORT,
  ATTENTION
}
