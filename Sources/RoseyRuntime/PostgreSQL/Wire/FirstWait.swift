#if PostgreSQL
extension Wire {
    /// How the reply to a flight is waited for, before the task is suspended.
    enum FirstWait {
        /// On this thread, as long as it can be expected any moment: awake, but asleep where it is a commit's or where this is the
        /// last thread of the pool.
        case look
        /// On this thread and asleep, if replies usually come soon.
        case nap
        /// Not at all: the time of a long flight is that of many statements, and whoever waits for it has something better to do.
        case none
    }
}
#endif
