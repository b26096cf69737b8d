package org.urna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.layout.Pane;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.flow.Language;
import org.urna.flow.Overdue;
import org.urna.ui.text.Texts;

class FirstPageTest {
  private final Texts texts = Texts.load();

  @Test
  @Timeout(60)
  void saysThatItStartsAndAfterTheLimitThatSomethingHangs() throws Exception {
    CompletableFuture<String> before = new CompletableFuture<>();
    CompletableFuture<String> after = new CompletableFuture<>();
    Fx.start();
    Platform.runLater(
        () -> {
          Pane page = (Pane) FirstPage.of(texts, Duration.ofMillis(1));
          before.complete(words(page));
          page.getChildren()
              .addListener(
                  (javafx.collections.ListChangeListener<javafx.scene.Node>)
                      _ -> after.complete(words(page)));
        });
    assertThat(before.get(50, TimeUnit.SECONDS))
        .contains("Urna")
        .contains(texts.in(Language.RUSSIAN).get("app.starting"))
        .contains(texts.in(Language.ENGLISH).get("app.starting"));
    assertThat(after.get(50, TimeUnit.SECONDS))
        .contains(Overdue.FAILURE.code().code())
        .contains(texts.in(Language.RUSSIAN).remedy(Overdue.FAILURE))
        .contains(texts.in(Language.ENGLISH).remedy(Overdue.FAILURE));
  }

  private static String words(Pane page) {
    StringBuilder words = new StringBuilder();
    page.getChildren().forEach(node -> words.append(((Text) node).getText()).append('\n'));
    return words.toString();
  }
}
