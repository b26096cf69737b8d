package org.urna.enrolment;

/// Why no enrolment could be made of a passport that is authentic and eligible.
public sealed interface EnrolmentFailure permits EnrolmentObstacle, EnrolmentFault {}
