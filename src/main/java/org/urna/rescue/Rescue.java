package org.urna.rescue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionPackage;
import org.urna.failure.CommandRefused;
import org.urna.files.UnusableFile;
import org.urna.queue.Batch;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchSigner;
import org.urna.queue.QueueException;
import org.urna.queue.UnsignedBatch;

/// Writes what a survey found into a folder of its own, as batch files that any machine uploads.
public final class Rescue {
  private final Survey survey;
  private final RescuePlan plan;
  private final BatchFile format;
  private final Path folder;

  /// @param folder that [#outside] has taken
  public Rescue(Survey survey, RescuePlan plan, Path folder) {
    this.survey = survey;
    this.plan = plan;
    this.folder = folder;
    ElectionPackage election = survey.election();
    this.format = new BatchFile(election.chain().domain(), election.electionId());
  }

  /// Refuses to write where the remains lie: they are evidence, and their medium may be failing.
  ///
  /// @param sources the folders that are only read
  /// @return the folder, made if it was not there
  /// @throws CommandRefused if it lies in one of them
  public static Path outside(Path folder, List<Path> sources) throws IOException, CommandRefused {
    Path real = deepest(folder.toAbsolutePath().normalize()).toRealPath();
    for (Path source : sources) {
      if (Files.exists(source) && real.startsWith(source.toRealPath())) {
        throw UnusableFile.refused(
            folder, "lies in what is to be rescued, where nothing is written; name another folder");
      }
    }
    Files.createDirectories(folder);
    return folder.toRealPath();
  }

  /// The folder itself, or the nearest one above it that is there.
  private static Path deepest(Path folder) {
    for (Path each = folder; each != null; each = each.getParent()) {
      if (Files.exists(each)) {
        return each;
      }
    }
    throw new IllegalStateException("a file system has a root");
  }

  /// Writes the batches that the station signed.
  ///
  /// @return their files
  /// @throws QueueException if one could not be written and read back
  /// @throws CommandRefused if something else has the name of one
  public List<Path> writeSigned() throws QueueException, CommandRefused {
    List<Path> files = new ArrayList<>();
    for (Batch batch : plan.signed()) {
      files.add(write(batch));
    }
    return files;
  }

  /// Signs the new batches and writes them.
  ///
  /// @param signer of this survey's station and contract
  /// @return their files
  /// @throws QueueException if one could not be written and read back
  /// @throws CommandRefused if something else has the name of one
  public List<Path> writeCut(BatchSigner signer) throws QueueException, CommandRefused {
    if (!signer.station().equals(survey.station())
        || !signer.domain().equals(survey.election().chain().domain())) {
      throw new IllegalArgumentException("signer: must be this station and contract");
    }
    List<Path> files = new ArrayList<>();
    for (UnsignedBatch unsigned : plan.cut()) {
      files.add(write(unsigned.signed(signer.sign(unsigned))));
    }
    return files;
  }

  private Path write(Batch batch) throws QueueException, CommandRefused {
    Path file = folder.resolve(BatchFile.nameOf(batch.id()));
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!isSame(file, batch)) {
        throw UnusableFile.refused(
            file, "is there already and is not this batch; name an empty folder");
      }
      return file;
    }
    format.write(batch, folder);
    if (!isSame(file, batch)) {
      throw UnusableFile.refused(file, "is not what was written");
    }
    return file;
  }

  private boolean isSame(Path file, Batch batch) {
    try {
      return !Files.isSymbolicLink(file) && format.read(file).equals(batch);
    } catch (QueueException e) {
      return false;
    }
  }

  /// Writes whole ballots that no batch holds, as evidence that cannot be counted.
  ///
  /// @param withCut whether those of the new batches too, because nobody can sign
  /// @return the file; nothing if there is no such ballot
  public Optional<Path> writeEvidence(boolean withCut) throws IOException {
    List<SealedBallot> ballots = new ArrayList<>(plan.leftOut());
    if (withCut) {
      plan.cut().forEach(batch -> ballots.addAll(batch.ballots()));
    }
    if (ballots.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        EvidenceFile.write(
            RescuePlan.sorted(ballots), survey.election(), survey.station(), folder));
  }

  /// That ballots which could be counted were not signed.
  public CommandRefused unsigned() {
    int ballots = plan.cut().stream().mapToInt(batch -> batch.ballots().size()).sum();
    return RescueIncomplete.because(
        ballots + " whole ballots are not signed and cannot be counted: run it without --unsigned");
  }

  /// What was written is all there is to write; what may be missing is told as a failure.
  ///
  /// @throws CommandRefused if nobody can say that every ballot was brought out
  public void requireAll() throws CommandRefused {
    Optional<String> doubt = new RescueReport(survey, plan).doubt();
    if (doubt.isPresent()) {
      throw RescueIncomplete.because(doubt.get());
    }
  }
}
