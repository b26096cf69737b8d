package org.urna.ui.voter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.ElectionView;
import org.urna.flow.Language;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.DisplaySettings;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.ViewPanel;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.text.Texts;
import org.urna.ui.text.Words;

/// The voter's side of the window: the screen of the present state below the controls that every
/// screen has (short code, language, text and colours, help, leave), and questions above it.
///
/// Only the JavaFX thread may call it.
public final class VoterPane extends StackPane {
  private final Texts texts;
  private final ElectionView election;
  private final DisplaySettings settings;
  private final Consumer<VoterEvent> events;
  private final Runnable staff;
  private final Runnable screenChanged;
  private final Photos photos = new Photos();
  private final BorderPane below = new BorderPane();
  private @Nullable Identity identity;
  private @Nullable VoterScreen<?> screen;
  private @Nullable VoterScreen<?> ballot;
  private @Nullable Identity ballotIdentity;
  private @Nullable Question question;
  private @Nullable ViewPanel view;
  private @Nullable List<Object> headed;

  /// What makes a screen another screen; everything else is shown in the one that stands.
  private record Identity(Class<?> kind, Language language, Object detail) {}

  /// @param events where touches go
  /// @param staff opens the volunteers' page; offered only while no voter is here
  /// @param screenChanged called when another screen stands, to ignore a finger still on the glass
  public VoterPane(
      Texts texts,
      ElectionView election,
      DisplaySettings settings,
      Consumer<VoterEvent> events,
      Runnable staff,
      Runnable screenChanged) {
    this.texts = texts;
    this.election = election;
    this.settings = settings;
    this.events = events;
    this.staff = staff;
    this.screenChanged = screenChanged;
    getStyleClass().add("k-voter");
    getChildren().add(below);
  }

  /// Shows `state`.
  public void show(VoterState state) {
    VoterState leaf = leaf(state);
    Words words = texts.in(leaf.visit().language());
    VoterKit kit = new VoterKit(texts, words, election, events);
    Identity wanted = new Identity(leaf.getClass(), words.language(), detail(leaf));
    VoterScreen<?> now = screen;
    if (now == null || !wanted.equals(identity)) {
      if (!leaf.holdsSession()) {
        ballot = null;
      }
      if (isResting(leaf) && identity != null && identity.kind() != leaf.getClass()) {
        settings.reset();
        closeView();
      }
      now = screenOf(leaf, kit, wanted);
      screen = now;
      identity = wanted;
      below.setCenter(now.page);
      // Nothing has the focus until Tab is pressed: a space bar must not act on what nobody sees.
      now.page.requestFocus();
      screenChanged.run();
    }
    now.render(leaf);
    showHeader(leaf, kit);
    showQuestion(state, kit);
  }

  private static VoterState leaf(VoterState state) {
    return state instanceof VoterState.Over over ? leaf(over.under()) : state;
  }

  private static boolean isResting(VoterState state) {
    return state instanceof VoterState.Start || state instanceof VoterState.NotVoting;
  }

  private static Object detail(VoterState state) {
    return switch (state) {
      case VoterState.Manifesto s -> s.option();
      case VoterState.Ballot s -> s.order();
      case VoterState.Stopped s -> s.failure();
      case VoterState.Sealed s -> s.code();
      case VoterState.Tested s -> s.disclosure();
      case VoterState.KeyEntry s -> s.refusals();
      case VoterState.Review s -> s.mark();
      case VoterState _ -> "";
    };
  }

  private VoterScreen<?> screenOf(VoterState leaf, VoterKit kit, Identity wanted) {
    if (leaf instanceof VoterState.Ballot s) {
      // Coming back from a manifesto, the ballot stands as it was left.
      VoterScreen<?> kept = ballot;
      if (kept == null || !wanted.equals(ballotIdentity)) {
        kept = new BallotScreen(kit, photos, s.order());
        ballot = kept;
        ballotIdentity = wanted;
      }
      return kept;
    }
    Words words = kit.words();
    return switch (leaf) {
      case VoterState.Start _ -> new StartScreen(kit);
      case VoterState.NotVoting _ -> new NotVotingScreen(kit);
      case VoterState.About _ -> new AboutScreen(kit);
      case VoterState.WhatWillHappen _ -> new WhatWillHappenScreen(kit);
      case VoterState.PlacePassport _ -> new PlacePassportScreen(kit);
      case VoterState.KeyEntry _ -> new KeyEntryScreen(kit);
      case VoterState.Reading _ -> new ReadingScreen(kit);
      case VoterState.Badge _ -> new BadgeScreen(kit);
      case VoterState.Ballot s -> new BallotScreen(kit, photos, s.order());
      case VoterState.Manifesto s -> new ManifestoScreen(kit, photos, s.option());
      case VoterState.Review _ -> new ReviewScreen(kit, photos);
      case VoterState.WaitingForProof _ ->
          new WaitScreen<>(
              VoterState.WaitingForProof.class,
              kit,
              words.get("voter.waiting.title"),
              words.get("voter.waiting.text"),
              VoterState.WaitingForProof::fraction);
      case VoterState.Sealing _ ->
          new WaitScreen<>(
              VoterState.Sealing.class,
              kit,
              words.get("voter.sealing.title"),
              words.get("voter.waiting.text"),
              VoterState.Sealing::fraction);
      case VoterState.Sealed _ -> new SealedScreen(kit);
      case VoterState.Casting _ ->
          new WaitScreen<>(
              VoterState.Casting.class,
              kit,
              words.get("voter.casting.title"),
              words.get("voter.casting.text"),
              _ -> -1);
      case VoterState.Cast _ -> new CastScreen(kit);
      case VoterState.Receipt _ -> new ReceiptScreen(kit);
      case VoterState.Testing _ ->
          new WaitScreen<>(
              VoterState.Testing.class,
              kit,
              words.get("voter.testing.title"),
              words.get("voter.testing.text"),
              _ -> -1);
      case VoterState.Tested s -> new TestedScreen(kit, s.disclosure());
      case VoterState.Stopped s -> new StoppedScreen(kit, s.failure());
      case VoterState.TakePassport _ -> new TakePassportScreen(kit);
      case VoterState.Over over -> screenOf(leaf(over), kit, wanted);
    };
  }

  private void showHeader(VoterState leaf, VoterKit kit) {
    // Made anew only when it says something else: a button under a finger must not be replaced.
    List<Object> says =
        List.of(kit.words().language(), leaf.visit().helpAsked(), canLeave(leaf), isResting(leaf));
    if (says.equals(headed)) {
      return;
    }
    headed = says;
    Words words = kit.words();
    List<Node> controls = new ArrayList<>();
    for (Language language : texts.languages()) {
      if (!isResting(leaf) && !language.equals(words.language())) {
        controls.add(
            new TouchButton(
                    texts.in(language).get("language.name"),
                    () -> events.accept(new VoterEvent.LanguageChosen(language)))
                .with(Icon.of(Material2AL.LANGUAGE, 1.1))
                .styled("k-head"));
      }
    }
    controls.add(
        new TouchButton(words.get("common.view"), () -> openView(words))
            .with(Icon.of(Material2AL.FORMAT_SIZE, 1.1))
            .styled("k-head"));
    if (leaf.visit().helpAsked()) {
      Label coming = Labels.text(words.get("common.help-coming"), "k-head-word");
      controls.add(coming);
    } else {
      controls.add(
          kit.button("common.help-short", new VoterEvent.HelpAsked())
              .with(Icon.of(Material2MZ.PAN_TOOL, 1.1))
              .styled("k-head"));
    }
    if (canLeave(leaf)) {
      controls.add(
          kit.button("common.leave", new VoterEvent.LeaveAsked())
              .with(Icon.of(Material2AL.EXIT_TO_APP, 1.1))
              .styled("k-head"));
    }
    if (isResting(leaf)) {
      controls.add(
          new TouchButton(words.get("common.staff"), staff)
              .with(Icon.of(Material2MZ.SETTINGS, 1.1))
              .styled("k-head"));
    }
    Label code = new Label(words.get("common.code", election.shortCode()));
    code.getStyleClass().add("k-code");
    code.setMinWidth(USE_PREF_SIZE);
    WrappingRow right = new WrappingRow(controls.toArray(Node[]::new));
    right.getStyleClass().add("k-head-controls");
    right.setAlignment(Pos.CENTER_RIGHT);
    HBox.setHgrow(right, Priority.ALWAYS);
    HBox header = new HBox(code, right);
    header.getStyleClass().add("k-header");
    header.setAlignment(Pos.CENTER_LEFT);
    below.setTop(header);
  }

  private static boolean canLeave(VoterState leaf) {
    return switch (leaf) {
      case VoterState.About _,
          VoterState.WhatWillHappen _,
          VoterState.PlacePassport _,
          VoterState.KeyEntry _,
          VoterState.Reading _,
          VoterState.Badge _,
          VoterState.Ballot _,
          VoterState.Manifesto _,
          VoterState.Review _,
          VoterState.WaitingForProof _,
          VoterState.Sealing _,
          VoterState.Sealed _ ->
          true;
      case VoterState.Start _,
          VoterState.NotVoting _,
          VoterState.Casting _,
          VoterState.Cast _,
          VoterState.Receipt _,
          VoterState.Testing _,
          VoterState.Tested _,
          VoterState.Stopped _,
          VoterState.TakePassport _,
          VoterState.Over _ ->
          false;
    };
  }

  private void openView(Words words) {
    if (view == null) {
      ViewPanel panel = new ViewPanel(words, settings, this::closeView);
      view = panel;
      getChildren().add(panel);
    }
    events.accept(new VoterEvent.Active());
  }

  private void closeView() {
    getChildren().remove(view);
    view = null;
    events.accept(new VoterEvent.Active());
  }

  private void showQuestion(VoterState state, VoterKit kit) {
    Question old = question;
    if (!(state instanceof VoterState.Over over)) {
      getChildren().remove(old);
      question = null;
      below.setDisable(false);
      return;
    }
    if (old != null && old.isFor(over)) {
      old.show(over);
      return;
    }
    getChildren().remove(old);
    Question asked = new Question(kit, over);
    question = asked;
    // What lies beneath is neither touched nor reached by Tab while the question stands.
    below.setDisable(true);
    getChildren().add(asked);
    screenChanged.run();
  }
}
