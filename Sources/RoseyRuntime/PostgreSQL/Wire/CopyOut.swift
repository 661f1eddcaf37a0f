#if PostgreSQL
import CLibPQ

/// `COPY … TO STDOUT`.
extension Wire {
    /// Runs a query without values by COPY, and hands its rows over in results of some hundred each, which are freed afterwards.
    ///
    /// - Returns: what the server says of all of it; `nil` where the connection is broken.
    func copyOut(_ query: String, _ receive: (OpaquePointer) -> Void) async -> OpaquePointer? {
        defer { isInFlight = false }
        // What COPY sends has no types. These are from the same transaction, in which nobody changes a table any more.
        beginCommand("SELECT * FROM (\(query)\n) AS copied LIMIT 0; COPY (\(query)\n) TO STDOUT (FORMAT binary)")
        var result = await next(isCancellable: true)
        if let columns = result, PQresultStatus(columns) == PGRES_TUPLES_OK {
            defer { PQclear(columns) }
            result = await next(isCancellable: true)
            if PQresultStatus(result) == PGRES_COPY_OUT {
                PQclear(result)
                await withTaskCancellationHandler {
                    await withTaskExecutorPreference(executor) { readCopy(CopiedRows(columns), receive) }
                } onCancel: {
                    cancel()
                }
                result = await next(isCancellable: true)
            }
        }
        await endCommand()
        return result
    }

    /// Reads the rows on this thread, which may block.
    private func readCopy(_ rows: consuming CopiedRows, _ receive: (OpaquePointer) -> Void) {
        var data: UnsafeMutablePointer<CChar>?
        beginSilence()
        defer { endSilence() }
        while true {
            let count = PQgetCopyData(handle, &data, 0)
            // Not even the end of the rows could be read.
            if count == -2 { isBroken = true }
            guard count > 0 else { break }
            defer { PQfreemem(data) }
            if !rows.append(UnsafeMutableRawBufferPointer(start: data, count: Int(count))) {
                isBroken = true
                return
            }
            if rows.isFull {
                rows.handOver(receive)
                beginSilence()
            }
        }
        // How it has ended is in the result that comes now.
        rows.handOver(receive)
    }
}
#endif
