package org.urna;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/// The tests that look at one and the same practice day, in one JVM: playing it costs a minute of
/// proving. [SharedFixturesTest] holds the list against the classes and against `pom.xml`.
@Suite
@SelectClasses(
    names = {
      "org.urna.rehearsal.CanaryTest",
      "org.urna.rehearsal.PollingDayTest",
      "org.urna.rehearsal.UploadCrashTest",
      "org.urna.upload.evm.RealProofsContractTest",
      "org.urna.verify.ElectionVerifierTest"
    })
class PracticeDayTests {}
