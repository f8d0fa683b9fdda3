package dev.warren.feeds.item;

import java.util.List;

/** Hears of new items within the transaction that stores them. Contributed as beans. */
@FunctionalInterface
public interface ItemListener {

    /**
     * @param items oldest first, at least one. Whatever this throws undoes their storing.
     */
    void stored(long source, List<NewItem> items);
}
