#if PostgreSQL
import CLibPQ

/// `COPY … FROM STDIN`.
extension Wire {
    enum CopyStart {
        case started
        /// With the server's refusal, unless the connection is broken.
        case refused(OpaquePointer?)
    }

    /// Sends `COPY … FROM STDIN`, after which `copy` takes the data.
    func beginCopy(_ sql: String) async -> CopyStart {
        defer { isInFlight = false }
        beginCommand(sql)
        let result = await next(isCancellable: true)
        guard PQresultStatus(result) == PGRES_COPY_IN else {
            await endCommand()
            return .refused(result)
        }
        PQclear(result)
        return .started
    }

    /// Sends a piece of data. Returns whether the connection still stands.
    func copy(_ data: [UInt8]) async -> Bool {
        while !isBroken {
            let status = data.withUnsafeBytes { bytes in
                PQputCopyData(handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }
            if status < 0 { isBroken = true }
            if status != 0 { break }
            await flush()
        }
        await flush()
        return !isBroken
    }

    /// Ends the data, or with a message gives it up. Returns what the server says of all of it.
    func endCopy(giveUp message: String? = nil) async -> OpaquePointer? {
        while !isBroken {
            let status = PQputCopyEnd(handle, message)
            if status < 0 { isBroken = true }
            if status != 0 { break }
            await flush()
        }
        let result = await next(isCancellable: true)
        await endCommand()
        return result
    }
}
#endif
