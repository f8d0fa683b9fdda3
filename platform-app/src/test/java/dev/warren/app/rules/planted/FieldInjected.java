package dev.warren.app.rules.planted;

import org.springframework.beans.factory.annotation.Autowired;

/** Has a collaborator that no constructor shows. */
public final class FieldInjected {

    @Autowired private String collaborator = "";

    String collaborator() {
        return collaborator;
    }
}
