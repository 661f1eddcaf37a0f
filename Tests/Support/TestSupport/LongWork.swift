import Foundation

/// Does work that takes seconds on a thread of its own: other tests need those of the cooperative pool, and some of them
/// wait no longer than a few seconds for their turn.
public func longWork<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            continuation.resume(with: Swift.Result { try work() })
        }
    }
}
