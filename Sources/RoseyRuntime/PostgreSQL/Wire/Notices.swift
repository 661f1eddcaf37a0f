#if PostgreSQL
import CLibPQ
import Logging

/// What the server says without failing: warnings and notices.
extension Wire {
    /// Has libpq hand them over, which would print them otherwise. It does so inside of its own calls, so to whoever has the
    /// connection.
    func receiveNotices() {
        PQsetNoticeReceiver(
            handle,
            { context, notice in
                guard let context, let notice else { return }
                Unmanaged<Wire>.fromOpaque(context).takeUnretainedValue().note(notice)
            },
            // Unretained: the connection is closed before this goes.
            Unmanaged.passUnretained(self).toOpaque())
    }

    private func note(_ notice: OpaquePointer) {
        let report = PostgreSQLReport(notice, handle)
        if report.isUnreplicatedCommit { isUnreplicated = true }
        // Neither its DETAIL nor its HINT or CONTEXT: they show values.
        logger.log(
            level: report.severity == "WARNING" ? .warning : .debug, "notice of the server",
            metadata: [
                "severity": "\(report.severity)", "code": "\(report.state)", "message": "\(report.message)",
            ])
    }
}
#endif
