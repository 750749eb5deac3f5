package dev.herald.loadtest.load;

/** Whom the events of a run are for. */
public enum TargetKind {
    /** Each event for one user, in turn; stream i is opened as user i modulo the users. */
    USER,
    /** Each event for one topic, in turn; stream i asks for topic i modulo the topics, whoever its user is. */
    TOPIC,
    /** Each event for everyone. */
    BROADCAST
}
