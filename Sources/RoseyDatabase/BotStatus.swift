public import RoseyModels
import RoseyRuntime

extension RoseyDatabase {
    /// Changes what is known of the bot: only what the closure assigns, and when.
    ///
    /// ```swift
    /// try await rosey.updateCurrentStatus { $0.botConnected = true }
    /// ```
    ///
    /// - Throws: `DatabaseError`
    public func updateCurrentStatus(_ change: (inout CurrentStatus.Changes) throws -> Void) async throws {
        let row = database.currentStatus.where { $0.id == 1 }
        var changes = try row.changes(change)
        // Nothing said, nothing written.
        if changes._assignments.isEmpty { return }
        changes.lastUpdated = now
        try await row.apply(changes)
    }

    /// What is known of the bot.
    ///
    /// - Throws: `DatabaseError`
    public func currentStatus() async throws -> CurrentStatus? {
        try await database.currentStatus.get()
    }
}
