#if PostgreSQL
/// What has become of a prepared statement that the server does not run.
enum PreparedLoss {
    /// A migration has made its plan useless.
    case stalePlan
    /// The session does not have it: it has been told to forget it, or it is not the one that had it.
    case forgotten
    /// The session has one of its name already, which only another client can have prepared.
    case taken
}

extension PostgreSQLConnection {
    /// Whether statements may go under the names that they were prepared under.
    ///
    /// - Parameter canRepeat: whether what is sent can be sent again where the session turns out to be another one.
    func mayName(canRepeat: Bool) -> Bool {
        statements.areNamed && (canRepeat || !sharesSessions)
    }

    /// Has statements that have failed because of how they were prepared go another way from now on.
    ///
    /// - Returns: whether there is one. Otherwise the failure says what to do.
    func cure(_ failure: inout Failure, _ prepared: [PreparedStatement]) -> Bool {
        switch failure.loss {
        case nil: return false
        case .stalePlan:
            for statement in prepared { statements.remove(statement) }
        case .forgotten where !wire.isProxied:
            statements.removeAll()
        case .forgotten, .taken:
            let naming = pool.connector.naming
            if naming.policy == .named {
                statements.leaveAll()
                failure.error = naming.refusal(failure.error)
                return false
            }
            naming.noteLoss(failure.error)
            statements.stopNaming()
            sharesSessions = true
        }
        return true
    }
}
#endif
