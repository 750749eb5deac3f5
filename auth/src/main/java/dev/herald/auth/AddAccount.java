package dev.herald.auth;

/** What became of a new account. Immutable. */
public sealed interface AddAccount {
    record Added(String userId) implements AddAccount {}

    /** Someone has this address already, perhaps in other capitals. */
    record EmailTaken() implements AddAccount {}

    /**
     * Nothing was added.
     *
     * @param fault what is wrong with the address, the password or the id, in a sentence for the caller
     */
    record Invalid(String fault) implements AddAccount {}
}
