/// What the bot hears or does, in the order of a day.
struct DayEvent {
    enum Kind {
        case joined(String)
        case left(String)
        case said(String, String)
        case acted(String, action: String, details: String?)
        case counted(chatUsers: Int, connectedUsers: Int)
        case plays(title: String, duration: Int, playlistItems: Int)
        case queued(String)
        /// The bot sends what is due. The channel refuses a message with this probability.
        case sends(refusal: Double)
        case connected
        case disconnected
    }

    /// Seconds since midnight.
    let time: Int
    let kind: Kind
}
