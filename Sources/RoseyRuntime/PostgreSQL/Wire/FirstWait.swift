#if PostgreSQL
extension Wire {
    /// How the reply to a flight is waited for, before the task is suspended.
    enum FirstWait {
        /// On this thread and awake, as long as it can be expected any moment; asleep where it is a commit's.
        case look
        /// On this thread and asleep, if replies usually come soon.
        case nap
        /// Not at all: the time of a long flight is that of many statements, and whoever waits for it has something better to do.
        case none
    }
}
#endif
