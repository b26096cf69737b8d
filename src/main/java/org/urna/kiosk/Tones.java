package org.urna.kiosk;

import java.util.function.Consumer;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.flow.Sound;

/// The kiosk's three sounds, as short sine tones; practice has other ones than a real election. A
/// machine without a loudspeaker stays silent: no sound carries anything that the screen does not
/// say.
public final class Tones implements Consumer<Sound> {
  private static final Logger LOG = LoggerFactory.getLogger(Tones.class);
  private static final float RATE = 22_050;
  private static final int TONE_MILLIS = 180;
  private static final double LOUDNESS = 0.4;

  private final double transposed;

  /// @param practice sounds a fifth lower
  public Tones(boolean practice) {
    this.transposed = practice ? 2.0 / 3 : 1;
  }

  @Override
  public void accept(Sound sound) {
    double[] hertz =
        switch (sound) {
          case CAST -> new double[] {523, 659, 784};
          case TAKE_PASSPORT -> new double[] {784, 523};
          case ATTENTION -> new double[] {440};
        };
    Thread.ofVirtual().name("sound").start(() -> play(hertz));
  }

  private void play(double[] hertz) {
    AudioFormat format = new AudioFormat(RATE, 8, 1, true, false);
    try (SourceDataLine line = AudioSystem.getSourceDataLine(format)) {
      line.open(format);
      line.start();
      for (double tone : hertz) {
        byte[] wave = wave(tone * transposed);
        line.write(wave, 0, wave.length);
      }
      line.drain();
    } catch (LineUnavailableException | IllegalArgumentException e) {
      LOG.debug("no sound on this machine", e);
    }
  }

  private static byte[] wave(double hertz) {
    byte[] wave = new byte[(int) (RATE * TONE_MILLIS / 1000)];
    for (int i = 0; i < wave.length; i++) {
      double fade = Math.min(1, Math.min(i, wave.length - i) / 300.0);
      wave[i] = (byte) (127 * LOUDNESS * fade * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return wave;
  }
}
