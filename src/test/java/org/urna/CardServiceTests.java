package org.urna;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/// The tests that need the machine's one smart card service, in one JVM: in two, one would only
/// wait for the other. [SharedFixturesTest] holds the list against the classes and against
/// `pom.xml`.
@Suite
@SelectClasses(
    names = {"org.urna.passport.pcsc.PcscReadTest", "org.urna.passport.pcsc.PcscRecoveryTest"})
class CardServiceTests {}
