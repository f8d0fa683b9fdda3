package dev.warren.core.people.service;

import dev.warren.core.audit.AuditLog;
import java.time.InstantSource;

/** What all of the acts on people need. */
record PeopleParts(
        PeopleIndex index,
        PeopleChanges changes,
        PeopleRows rows,
        AuditLog audit,
        InstantSource clock) {}
