package dev.warren.core.testing;

import dev.warren.core.Registration;
import dev.warren.core.people.People;

class InMemoryPeopleTest extends PeopleContract {

    private final ManualClock clock = new ManualClock();
    private final InMemoryPeople people = new InMemoryPeople(Registration.OPEN, clock);

    @Override
    protected People people(Registration mode) {
        people.registration(mode);
        return people;
    }

    @Override
    protected ManualClock clock() {
        return clock;
    }
}
