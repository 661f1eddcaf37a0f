#if PostgreSQL
import CLibPQ

/// Commands outside the pipeline, which COPY has to be.
extension Wire {
    /// Leaves the pipeline, and sends commands without values.
    func beginCommand(_ sql: String) {
        beginRound()
        if PQexitPipelineMode(handle) == 0 || PQsendQuery(handle, sql) == 0 { isBroken = true }
    }

    /// Reads what is left of them, and goes back to the pipeline.
    func endCommand() async {
        if !isBroken {
            await withTaskExecutorPreference(executor) {
                beginSilence()
                defer { endSilence() }
                while let rest = PQgetResult(handle) { PQclear(rest) }
                replyWait.ignoreRest()
            }
        }
        if PQstatus(handle) == CONNECTION_BAD || PQenterPipelineMode(handle) == 0 { isBroken = true }
    }
}
#endif
